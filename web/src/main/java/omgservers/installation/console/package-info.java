/** Pages about the whole installation. */
package omgservers.installation.console;
