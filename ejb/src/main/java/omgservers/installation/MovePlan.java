package omgservers.installation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omgservers.shared.moves.Moves.Wish;

/**
 * Decides which slots go where, from where they are and where they are on the way to. What is on
 * its way counts for where it goes, and goes nowhere else before it is there.
 */
final class MovePlan {
  private final List<Wish> places;
  private final int[] counts;

  /** A plan for slots in these places, over so many shards. */
  MovePlan(List<Wish> places, int shards) {
    this.places = places;
    this.counts = new int[shards];
    places.forEach(place -> counts[place.target()]++);
  }

  private Stream<Wish> settledOn(int shard) {
    return places.stream().filter(place -> place.source() == shard && place.target() == shard);
  }

  /** These slots go to the shard, but for those that are there or on the way to it. */
  List<Wish> move(Collection<Integer> slots, int target) {
    return places.stream()
        .filter(place -> slots.contains(place.slot()) && place.target() != target)
        .map(place -> new Wish(place.slot(), place.source(), target))
        .toList();
  }

  /** Those of the slots that are on the way to somewhere else. */
  List<Integer> onTheWay(Collection<Integer> slots, int target) {
    return places.stream()
        .filter(place -> place.source() != place.target() && place.target() != target)
        .map(Wish::slot)
        .filter(slots::contains)
        .toList();
  }

  /** The first slots of the shard, so many at most, that are not on the way to elsewhere. */
  List<Integer> some(int shard, int max) {
    return settledOn(shard).map(Wish::slot).limit(max).toList();
  }

  /** All slots of the shard go to the others, each to the one that has fewest by then. */
  List<Wish> drain(int shard) {
    List<Wish> wishes = new ArrayList<>();
    settledOn(shard).forEach(place -> wishes.add(give(place, fewest(shard))));
    return wishes;
  }

  /** As few slots as possible go, so that no shard has two more than another. */
  List<Wish> rebalance() {
    Map<Integer, List<Wish>> left = new HashMap<>();
    for (int shard = 0; shard < counts.length; shard++) {
      left.put(shard, new ArrayList<>(settledOn(shard).toList()));
    }
    List<Wish> wishes = new ArrayList<>();
    while (true) {
      int target = fewest(-1);
      int source = -1;
      for (int shard = 0; shard < counts.length; shard++) {
        boolean more = source < 0 || counts[shard] > counts[source];
        if (more && !left.get(shard).isEmpty()) {
          source = shard;
        }
      }
      if (source < 0 || counts[source] - counts[target] < 2) {
        return wishes;
      }
      List<Wish> own = left.get(source);
      wishes.add(give(own.remove(own.size() - 1), target));
    }
  }

  private Wish give(Wish place, int target) {
    counts[place.source()]--;
    counts[target]++;
    return new Wish(place.slot(), place.source(), target);
  }

  private int fewest(int but) {
    int fewest = -1;
    for (int shard = 0; shard < counts.length; shard++) {
      if (shard != but && (fewest < 0 || counts[shard] < counts[fewest])) {
        fewest = shard;
      }
    }
    return fewest;
  }
}
