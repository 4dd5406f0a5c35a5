package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds those who play with a ticket: the oldest it accepts, as far as they fit together. Taking
 * whoever comes next and fits is nearly always enough. Where it is not, since parties left gaps or
 * some have just played each other, a search decides for each ticket, oldest first, whether a match
 * is possible with it.
 */
final class Lineup {
  /** So many tickets are looked at when nothing simpler helped. */
  private static final int SEARCHED_MAX = 512;

  /** So many more of each size are looked at where some may not play with each other. */
  private static final int SPARE = 16;

  private static final int STEPS_MAX = 2_000;

  private final ModeRules rules;
  private final List<Wish> wishes;
  private final Terrain terrain;
  private final Crowd crowd;
  private final Seating seating;
  private final Instant now;
  private final int capacity;
  private final int needed;
  private final int[] anySingles;

  // The search for one ticket.
  private final List<Integer> taken = new ArrayList<>();
  private final int[] sizes;
  private int players;
  private Instant metSince;
  private boolean passedOver;
  private int steps;

  Lineup(
      ModeRules rules,
      List<Wish> wishes,
      Terrain terrain,
      Crowd crowd,
      Effort effort,
      Instant now) {
    this.rules = rules;
    this.wishes = wishes;
    this.terrain = terrain;
    this.crowd = crowd;
    this.seating = new Seating(rules, effort);
    this.now = now;
    this.capacity = rules.capacity();
    this.needed = rules.needed();
    this.sizes = new int[crowd.largest() + 1];
    this.anySingles = new int[crowd.largest() + 1];
    anySingles[1] = capacity;
  }

  /** Who plays, oldest first, each in a group, and where. */
  record Found(List<Integer> tickets, List<Integer> groups, String region) {}

  /** A match for the ticket, which is not in the crowd any more; null if there is none now. */
  Found find(int founder) {
    Wish wish = wishes.get(founder);
    long age = now.toEpochMilli() - wish.since().toEpochMilli();
    boolean held = age < rules.hold();
    int players = crowd.players() + wish.size();
    if (players < (held ? capacity : needed)) {
      return null;
    }
    metSince = now.minusMillis((long) rules.rematch(age));
    List<String> regions = terrain.regions(wish.attributes(), age);
    if (players >= capacity) {
      for (String region : regions) {
        if (fill(founder, terrain.tickets(wish.attributes(), age, region), capacity)) {
          return found(region);
        }
      }
    }
    if (!held) {
      for (String region : regions) {
        if (fill(founder, terrain.tickets(wish.attributes(), age, region), needed)) {
          return found(region);
        }
      }
    }
    return null;
  }

  private Found found(String region) {
    List<Integer> groups =
        seating.assign(taken.stream().map(ticket -> wishes.get(ticket).size()).toList());
    return groups == null ? null : new Found(List.copyOf(taken), groups, region);
  }

  /** Takes a match of at least the target, if there is one. */
  private boolean fill(int founder, Terrain.Box box, int target) {
    begin(founder);
    if (!seating.isPossible(sizes, anySingles, needed)) {
      return false;
    }
    takeWhoFits(box);
    boolean enough = players >= target && seating.isPossible(sizes, new int[sizes.length], target);
    if (enough || !passedOver) {
      return enough;
    }
    begin(founder);
    List<Integer> candidates = candidates(box);
    int[] supply = new int[sizes.length];
    int offered = 0;
    for (int candidate : candidates) {
      supply[wishes.get(candidate).size()]++;
      offered += wishes.get(candidate).size();
    }
    steps = 0;
    return offered >= target - players
        && candidates.size() <= SEARCHED_MAX
        && isPossible(supply, target)
        && choose(candidates, 0, supply, target);
  }

  private void begin(int founder) {
    taken.clear();
    Arrays.fill(sizes, 0);
    players = 0;
    passedOver = false;
    take(founder);
  }

  private void take(int ticket) {
    int size = wishes.get(ticket).size();
    taken.add(ticket);
    sizes[size]++;
    players += size;
  }

  private void leaveLast() {
    int size = wishes.get(taken.remove(taken.size() - 1)).size();
    sizes[size]--;
    players -= size;
  }

  private void takeWhoFits(Terrain.Box box) {
    Crowd.Search search = crowd.search(box);
    while (players < capacity) {
      int next = search.next();
      if (next < 0) {
        return;
      }
      if (isAvoided(next)) {
        passedOver = true;
        continue;
      }
      take(next);
      int size = wishes.get(next).size();
      if (size > 1 && !seating.isPossible(sizes, anySingles, needed)) {
        leaveLast();
        passedOver = true;
        // Who does not fit now fits less when others have come.
        search.skip(size);
      }
    }
  }

  /** Whether somebody who was taken met somebody of the ticket too recently. */
  private boolean isAvoided(int ticket) {
    Wish wish = wishes.get(ticket);
    for (int other : taken) {
      if (wish.hasMet(wishes.get(other).players(), metSince)
          || wishes.get(other).hasMet(wish.players(), metSince)) {
        return true;
      }
    }
    return false;
  }

  /** Of each size no more than a match can hold: who is younger than these is not needed. */
  private List<Integer> candidates(Terrain.Box box) {
    List<Integer> candidates = new ArrayList<>();
    int[] counts = new int[sizes.length];
    int spare = rules.rematch(0) > 0 ? SPARE : 0;
    Crowd.Search search = crowd.search(box);
    int next = search.next();
    while (next >= 0 && candidates.size() <= SEARCHED_MAX) {
      if (!isAvoided(next)) {
        candidates.add(next);
        int size = wishes.get(next).size();
        if (++counts[size] >= capacity / size + spare) {
          search.skip(size);
        }
      }
      next = search.next();
    }
    return candidates;
  }

  /**
   * Takes each candidate from this one on with which a match is possible. What those behind can add
   * is known by their sizes; only when two of them avoid each other it was a promise too much, and
   * the search goes back.
   */
  private boolean choose(List<Integer> candidates, int from, int[] supply, int target) {
    int at = from;
    boolean hope = true;
    while (hope && at < candidates.size() && players < capacity) {
      int ticket = candidates.get(at++);
      int size = wishes.get(ticket).size();
      supply[size]--;
      if (!isAvoided(ticket)) {
        take(ticket);
        if (isPossible(supply, target) && choose(candidates, at, supply, target)) {
          return true;
        }
        leaveLast();
      }
      hope = isPossible(supply, target);
    }
    boolean done = players == capacity || (hope && at == candidates.size());
    if (done && isPossible(new int[supply.length], target)) {
      return true;
    }
    for (int i = from; i < at; i++) {
      supply[wishes.get(candidates.get(i)).size()]++;
    }
    return false;
  }

  private boolean isPossible(int[] supply, int target) {
    return steps++ < STEPS_MAX && seating.isPossible(sizes, supply, target);
  }
}
