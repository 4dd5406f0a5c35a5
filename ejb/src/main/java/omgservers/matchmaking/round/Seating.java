package omgservers.matchmaking.round;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who sits in which group. A party sits together, so which parties fit is found by search: parties
 * first, the largest first; single players then fill what is left, which needs no search.
 */
final class Seating {
  private static final int NODES_MAX = 2_000;

  private final int capacity;
  private final int needed;
  private final int[] least;
  private final int[] most;
  private final int[] filled;
  private final Effort effort;
  private int total;
  private int nodes;

  Seating(ModeRules rules, Effort effort) {
    List<ModeRules.Side> groups = rules.groups();
    this.capacity = rules.capacity();
    this.needed = rules.needed();
    this.least = groups.stream().mapToInt(ModeRules.Side::minPlayers).toArray();
    this.most = groups.stream().mapToInt(ModeRules.Side::maxPlayers).toArray();
    this.filled = new int[groups.size()];
    this.effort = effort;
  }

  /**
   * Whether a match is possible of all parties that were taken and some of those that are left.
   *
   * @param taken how many parties of each size must play
   * @param supply how many parties of each size may
   * @param target how many players there must be in the end, at least
   */
  boolean isPossible(int[] taken, int[] supply, int target) {
    Arrays.fill(filled, 0);
    total = 0;
    nodes = 0;
    int largest = taken.length - 1;
    return place(taken, supply, target, largest, taken[largest], 0);
  }

  /** All parties of a size, each in no earlier group than the one before: they are alike. */
  private boolean place(int[] taken, int[] supply, int target, int size, int left, int first) {
    if (size == 1) {
      return fill(left, supply, target, supply.length - 1);
    }
    if (left == 0) {
      return place(taken, supply, target, size - 1, taken[size - 1], 0);
    }
    for (int group = first; group < filled.length && mayGoOn(); group++) {
      if (sit(group, size, first)) {
        if (place(taken, supply, target, size, left - 1, group)) {
          return true;
        }
        leave(group, size);
      }
    }
    return false;
  }

  /** Singles make it a match, or else another party that is left must help. */
  private boolean fill(int singles, int[] supply, int target, int largest) {
    int room = 0;
    for (int group = 0; group < filled.length; group++) {
      room = (int) Math.min(Integer.MAX_VALUE, (long) room + most[group] - filled[group]);
    }
    int from = Math.max(singles, Math.max(missing(), target - total));
    long to = Math.min(Math.min(capacity - total, room), (long) singles + supply[1]);
    if (from <= to) {
      return true;
    }
    for (int size = largest; size > 1; size--) {
      if (supply[size] > 0 && helps(singles, size)) {
        for (int group = 0; group < filled.length && mayGoOn(); group++) {
          if (sit(group, size, 0)) {
            supply[size]--;
            boolean done = fill(singles, supply, target, size);
            supply[size]++;
            if (done) {
              return true;
            }
            leave(group, size);
          }
        }
      }
    }
    return false;
  }

  private boolean helps(int singles, int size) {
    return total + size + singles <= capacity;
  }

  private boolean mayGoOn() {
    return nodes++ < NODES_MAX && effort.spend();
  }

  /** Seats a party, unless it has no room there or an equal group was tried before. */
  private boolean sit(int group, int size, int first) {
    for (int before = first; before < group; before++) {
      if (most[before] - filled[before] == most[group] - filled[group]
          && Math.max(0, least[before] - filled[before])
              == Math.max(0, least[group] - filled[group])) {
        return false;
      }
    }
    if (size > most[group] - filled[group] || size > capacity - total) {
      return false;
    }
    filled[group] += size;
    total += size;
    if (missing() > capacity - total) {
      leave(group, size);
      return false;
    }
    return true;
  }

  private void leave(int group, int size) {
    filled[group] -= size;
    total -= size;
  }

  /** How many players the groups lack of their minima. */
  private int missing() {
    int missing = 0;
    for (int group = 0; group < filled.length; group++) {
      missing += Math.max(0, least[group] - filled[group]);
    }
    return missing;
  }

  /** A group for each of these parties, which are possible together; null if none was found. */
  List<Integer> assign(List<Integer> sizes) {
    Arrays.fill(filled, 0);
    total = 0;
    nodes = 0;
    Integer[] order = IntStream.range(0, sizes.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparing(party -> -sizes.get(party)));
    Integer[] groups = new Integer[sizes.size()];
    return assign(sizes, order, 0, groups) ? List.of(groups) : null;
  }

  private boolean assign(List<Integer> sizes, Integer[] order, int at, Integer[] groups) {
    if (at == order.length || sizes.get(order[at]) == 1) {
      return assignSingles(order, at, groups);
    }
    int party = order[at];
    int size = sizes.get(party);
    for (int group : byNeed()) {
      if (mayGoOn() && sit(group, size, group)) {
        groups[party] = group;
        if (assign(sizes, order, at + 1, groups)) {
          return true;
        }
        leave(group, size);
      }
    }
    return false;
  }

  private boolean assignSingles(Integer[] order, int from, Integer[] groups) {
    int singles = order.length - from;
    int room = 0;
    for (int group = 0; group < filled.length; group++) {
      room = (int) Math.min(Integer.MAX_VALUE, (long) room + most[group] - filled[group]);
    }
    if (missing() > singles || singles > room || total + singles < needed) {
      return false;
    }
    for (int at = from; at < order.length; at++) {
      int group = neediest(filled, 1);
      filled[group]++;
      groups[order[at]] = group;
    }
    return true;
  }

  private int[] byNeed() {
    return IntStream.range(0, filled.length)
        .boxed()
        .sorted(
            Comparator.comparing((Integer group) -> -Math.max(0, least[group] - filled[group]))
                .thenComparing(group -> filled[group]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The group that lacks most of its minimum, then the smallest; -1 if none has the room. */
  private int neediest(int[] seats, int size) {
    int best = -1;
    for (int group = 0; group < seats.length; group++) {
      if (size <= most[group] - seats[group]
          && (best < 0
              || needs(seats, group) > needs(seats, best)
              || isSmaller(seats, group, best))) {
        best = group;
      }
    }
    return best;
  }

  private int needs(int[] seats, int group) {
    return Math.max(0, least[group] - seats[group]);
  }

  private boolean isSmaller(int[] seats, int group, int best) {
    return needs(seats, group) == needs(seats, best) && seats[group] < seats[best];
  }

  /**
   * The group of a match that plays in which a party finds room, such that all groups can still
   * reach their minimum; -1 if there is none.
   */
  int groupFor(int[] seats, int size) {
    int players = Arrays.stream(seats).sum();
    if (size > capacity - players) {
      return -1;
    }
    int lacking = 0;
    for (int group = 0; group < seats.length; group++) {
      lacking += needs(seats, group);
    }
    int best = neediest(seats, size);
    int after = best < 0 ? 0 : lacking - Math.min(size, needs(seats, best));
    return best < 0 || after > capacity - players - size ? -1 : best;
  }

  /** The largest party that may find room in a match that plays. */
  int room(int[] seats) {
    int players = Arrays.stream(seats).sum();
    int room = 0;
    for (int group = 0; group < seats.length; group++) {
      room = Math.max(room, most[group] - seats[group]);
    }
    return Math.max(0, Math.min(room, capacity - players));
  }
}
