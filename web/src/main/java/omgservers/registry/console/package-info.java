/** Pages about versions and images. */
package omgservers.registry.console;
