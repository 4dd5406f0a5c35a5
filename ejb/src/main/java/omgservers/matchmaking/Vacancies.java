package omgservers.matchmaking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import omgservers.matchmaking.model.Match;

/**
 * The matches that are not closed, by how many seats are taken, so that a round looks at those that
 * have room, however many others play. Matches that are up come first, then the oldest.
 */
final class Vacancies {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing((Entry entry) -> !entry.up).thenComparing(entry -> entry.match.id());

  private final Map<Long, Entry> entries = new HashMap<>();
  private final Map<String, NavigableMap<Integer, NavigableSet<Entry>>> modes = new HashMap<>();

  /** A match as it was when it was put here. */
  private record Entry(Match match, boolean up, int seats) {}

  /** The match is new or has changed. */
  void put(Match match, int seats) {
    remove(match);
    if (match.state() != Match.State.CLOSED) {
      Entry entry = new Entry(match, match.state() == Match.State.OPEN, seats);
      entries.put(match.id(), entry);
      modes
          .computeIfAbsent(match.mode(), mode -> new TreeMap<>())
          .computeIfAbsent(seats, number -> new TreeSet<>(ORDER))
          .add(entry);
    }
  }

  /** The match is closed or gone. */
  void remove(Match match) {
    Entry entry = entries.remove(match.id());
    if (entry != null) {
      NavigableMap<Integer, NavigableSet<Entry>> mode = modes.get(match.mode());
      NavigableSet<Entry> alike = mode.get(entry.seats);
      alike.remove(entry);
      if (alike.isEmpty()) {
        mode.remove(entry.seats);
      }
    }
  }

  /** Matches of the mode in which somebody sits, but fewer than so many. */
  List<Match> filling(String mode, int capacity) {
    List<Entry> found = new ArrayList<>();
    of(mode).subMap(1, true, capacity, false).values().forEach(found::addAll);
    found.sort(ORDER);
    return found.stream().map(Entry::match).toList();
  }

  /** So many matches of the mode in which nobody sits, at most. */
  List<Match> empty(String mode, int most) {
    return nobody(mode).stream().limit(most).map(Entry::match).toList();
  }

  /** How many matches of the mode there are in which nobody sits. */
  int empty(String mode) {
    return nobody(mode).size();
  }

  /** How many matches of the mode have room, the empty ones among them. */
  int open(String mode, int capacity) {
    return of(mode).headMap(capacity, false).values().stream().mapToInt(Collection::size).sum();
  }

  private Collection<Entry> nobody(String mode) {
    NavigableSet<Entry> empty = of(mode).get(0);
    return empty == null ? List.of() : empty;
  }

  private NavigableMap<Integer, NavigableSet<Entry>> of(String mode) {
    return modes.getOrDefault(mode, new TreeMap<>());
  }
}
