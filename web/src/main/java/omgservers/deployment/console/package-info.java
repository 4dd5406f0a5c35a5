/** Pages about what runs on a stage. */
package omgservers.deployment.console;
