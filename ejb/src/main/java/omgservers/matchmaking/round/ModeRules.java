package omgservers.matchmaking.round;

import java.util.List;

/**
 * The rules of a mode.
 *
 * @param hold for how long, in milliseconds, a ticket waits for a full match
 * @param timeout when a ticket ends that found nobody, in milliseconds; 0 for never
 * @param rules whom a ticket accepts
 */
public record ModeRules(
    int minPlayers, int maxPlayers, List<Side> groups, long hold, long timeout, List<Rule> rules) {

  /** A group of a mode. */
  public record Side(String name, int minPlayers, int maxPlayers) {}

  /** A mode that knows nothing but numbers of players. */
  public static ModeRules plain(int minPlayers, int maxPlayers, List<Side> groups) {
    return new ModeRules(minPlayers, maxPlayers, groups, 0, 0, List.of());
  }

  /** How many players a full match has. */
  public int capacity() {
    return (int) Math.min(maxPlayers, groups.stream().mapToLong(Side::maxPlayers).sum());
  }

  /** How many players a match needs at least. */
  public int needed() {
    return Math.max(minPlayers, groups.stream().mapToInt(Side::minPlayers).sum());
  }

  /** How long ago a match with the same players may not have begun, at this age of a ticket. */
  double rematch(long age) {
    return rules.stream()
        .filter(Rule.Rematch.class::isInstance)
        .mapToDouble(rule -> rule.limit().at(age))
        .findFirst()
        .orElse(0);
  }

  /** The regions of the mode, if it has a rule about them. */
  List<String> regions() {
    return rules.stream()
        .filter(Rule.Latency.class::isInstance)
        .map(rule -> ((Rule.Latency) rule).regions())
        .findFirst()
        .orElse(List.of());
  }
}
