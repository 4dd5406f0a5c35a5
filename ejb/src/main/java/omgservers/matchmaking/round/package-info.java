/**
 * Who plays together, as a pure function: the rules of a mode, what waits and what plays go in, the
 * decisions come out. It knows no database, no clock and no chance. Read {@link
 * omgservers.matchmaking.round.Round} first.
 */
package omgservers.matchmaking.round;
