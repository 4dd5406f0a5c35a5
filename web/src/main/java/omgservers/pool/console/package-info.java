/** Pages about where game servers run, and logs of game servers and builds. */
package omgservers.pool.console;
