/** Pages about game servers. */
package omgservers.runtime.console;
