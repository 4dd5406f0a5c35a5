/**
 * The launcher: one process that brings up a whole installation on a machine with only a JDK. It
 * keeps an embedded PostgreSQL and a Payara Micro as its child processes, in one data folder, and
 * ends them when it ends. It knows the server only from outside: by its configuration, its health
 * and its public interfaces.
 */
package omgservers.launcher;
