/** Pages about builds. */
package omgservers.builder.console;
