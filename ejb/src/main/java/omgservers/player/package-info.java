/**
 * Who is connected as whom: players with their profiles, and clients, which are the authority of
 * where they play.
 */
package omgservers.player;
