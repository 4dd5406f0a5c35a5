package omgservers.matchmaking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who plays together, as a pure function of the rules of a mode, the tickets that wait, oldest
 * first, and the matches that take players. Matches that already have players are filled first;
 * then matches that are ready and empty, then new ones, each with as many players as there are, at
 * least the minimum. Minimum and maximum of match and groups hold exactly.
 */
public final class MatchmakingRound {
  private MatchmakingRound() {}

  /** The rules of a mode. */
  public record Rules(int minPlayers, int maxPlayers, List<Side> groups) {
    int capacity() {
      return (int) Math.min(maxPlayers, groups.stream().mapToLong(Side::maxPlayers).sum());
    }

    int needed() {
      return Math.max(minPlayers, groups.stream().mapToInt(Side::minPlayers).sum());
    }
  }

  /** A group of a mode. */
  public record Side(String name, int minPlayers, int maxPlayers) {}

  /** A match that takes players, with its players per group. */
  public record Candidate(long match, Map<String, Integer> seats) {
    int players() {
      return seats.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  /** The ticket plays in this group. */
  public record Placement(long ticket, String group) {}

  /** Who is added to which match, and who plays in matches that are to be opened. */
  public record Outcome(Map<Long, List<Placement>> additions, List<List<Placement>> openings) {}

  /**
   * Places tickets.
   *
   * @param tickets ids, oldest first
   * @param candidates matches that take players, in the order in which to fill them
   * @param openingsMax how many matches may be opened at most
   */
  public static Outcome play(
      Rules rules, List<Long> tickets, List<Candidate> candidates, int openingsMax) {
    Map<Long, List<Placement>> additions = new HashMap<>();
    List<List<Placement>> openings = new ArrayList<>();
    int next = 0;
    for (Candidate candidate : candidates) {
      if (candidate.players() > 0) {
        List<Placement> added = add(rules, candidate.seats, tickets.subList(next, tickets.size()));
        next += put(additions, candidate, added);
      }
    }
    for (Candidate candidate : candidates) {
      if (candidate.players() == 0) {
        List<Placement> added = begin(rules, tickets.subList(next, tickets.size()));
        next += put(additions, candidate, added);
      }
    }
    while (openings.size() < openingsMax) {
      List<Placement> players = begin(rules, tickets.subList(next, tickets.size()));
      if (players.isEmpty()) {
        break;
      }
      openings.add(players);
      next += players.size();
    }
    return new Outcome(additions, openings);
  }

  private static int put(
      Map<Long, List<Placement>> additions, Candidate candidate, List<Placement> added) {
    if (!added.isEmpty()) {
      additions.put(candidate.match, added);
    }
    return added.size();
  }

  /** A match can begin when enough wait. */
  private static List<Placement> begin(Rules rules, List<Long> tickets) {
    return tickets.size() < rules.needed() ? List.of() : add(rules, Map.of(), tickets);
  }

  /** Adds as many players as fit: to groups below their minimum first, then to the smallest. */
  private static List<Placement> add(Rules rules, Map<String, Integer> seats, List<Long> tickets) {
    Map<String, Integer> filled = new HashMap<>(seats);
    int players = filled.values().stream().mapToInt(Integer::intValue).sum();
    int room = Math.max(0, Math.min(tickets.size(), rules.capacity() - players));
    List<Placement> placements = new ArrayList<>();
    while (placements.size() < room) {
      Side side = neediest(rules, filled);
      if (side == null) {
        break;
      }
      filled.merge(side.name, 1, Integer::sum);
      placements.add(new Placement(tickets.get(placements.size()), side.name));
    }
    return placements;
  }

  private static Side neediest(Rules rules, Map<String, Integer> filled) {
    Side best = null;
    int bestMissing = 0;
    int bestPlayers = 0;
    for (Side side : rules.groups) {
      int players = filled.getOrDefault(side.name, 0);
      int missing = Math.max(0, side.minPlayers - players);
      boolean better =
          best == null
              || missing > bestMissing
              || (missing == bestMissing && players < bestPlayers);
      if (players < side.maxPlayers && better) {
        best = side;
        bestMissing = missing;
        bestPlayers = players;
      }
    }
    return best;
  }
}
