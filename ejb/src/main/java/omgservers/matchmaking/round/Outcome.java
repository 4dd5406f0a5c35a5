package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.List;

/**
 * What a round decided.
 *
 * @param additions players for matches that play
 * @param beginnings matches that begin, in matches that are ready or in new ones
 * @param expired tickets that waited for as long as the mode lets them
 * @param next when time alone may change what a round decides, null if never
 */
public record Outcome(
    List<Addition> additions, List<Beginning> beginnings, List<Long> expired, Instant next) {

  /** All players of the ticket play in this group. */
  public record Placement(long ticket, String group) {}

  /** The ticket comes into the match, which plays. */
  public record Addition(long match, Placement placement) {}

  /**
   * A match begins.
   *
   * @param match the match that is ready, or 0 if one is to be opened
   * @param founder the ticket that the others were found for
   * @param region where it is played, if a rule says so
   * @param placements who plays, oldest first
   */
  public record Beginning(long match, long founder, String region, List<Placement> placements) {}
}
