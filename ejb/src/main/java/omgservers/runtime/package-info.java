/**
 * The life of one game-server process: from the wish for it until it has ended, with its commands,
 * its mailbox and the clients that play in it.
 */
package omgservers.runtime;
