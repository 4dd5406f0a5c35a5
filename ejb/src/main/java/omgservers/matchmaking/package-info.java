/**
 * Who plays together: tickets become seats in matches. The round is a pure function; everything
 * around it makes its decisions durable.
 */
package omgservers.matchmaking;
