/** Logs of game servers and builds as pages show them. */
package omgservers.pool.console;
