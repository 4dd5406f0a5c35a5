/** Pages about who waits for a match, and why. */
package omgservers.matchmaking.console;
