package omgservers.matchmaking.round;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of a mode as geometry: what a ticket says is a point, whom it accepts is a box. A
 * distance is a dimension; so is a text, as the number of its word; so is the latency to each
 * region.
 */
final class Terrain {
  private final ModeRules rules;
  private final List<String> regions;
  private final Map<String, Integer> words = new HashMap<>();
  private final int dims;

  Terrain(ModeRules rules) {
    this.rules = rules;
    this.regions = rules.regions();
    int count = regions.size();
    for (Rule rule : rules.rules()) {
      boolean one = rule instanceof Rule.Distance || rule instanceof Rule.Equal;
      count += one ? 1 : 0;
    }
    this.dims = count;
  }

  int dims() {
    return dims;
  }

  /** Where the ticket stands, written into the points at this place. */
  void locate(Attributes said, double[] points, int at) {
    int dim = at;
    for (Rule rule : rules.rules()) {
      if (rule instanceof Rule.Distance distance) {
        points[dim++] = number(said, distance);
      } else if (rule instanceof Rule.Equal equal) {
        points[dim++] = word(said, equal);
      } else if (rule instanceof Rule.Latency) {
        for (String region : regions) {
          points[dim++] = said.latencies().getOrDefault(region, Double.POSITIVE_INFINITY);
        }
      }
    }
  }

  /** Where the match stands: a 1 for its region, a 0 for all others. */
  void locate(OpenMatch match, double[] points, int at) {
    locate(match.founder(), points, at);
    int dim = at + regionDim();
    for (String region : regions) {
      points[dim++] = region.equals(match.region()) ? 1 : 0;
    }
  }

  /** Who says nothing, where nothing is put in its place, is alone. */
  private static double number(Attributes said, Rule.Distance rule) {
    Double value = said.numbers().getOrDefault(rule.attribute(), rule.otherwise());
    return value == null ? Double.POSITIVE_INFINITY : value;
  }

  private double word(Attributes said, Rule.Equal rule) {
    String text = said.texts().getOrDefault(rule.attribute(), rule.otherwise());
    return text == null ? -1 : words.computeIfAbsent(text, each -> words.size());
  }

  private int regionDim() {
    int dim = 0;
    for (Rule rule : rules.rules()) {
      if (rule instanceof Rule.Latency) {
        break;
      }
      dim += rule instanceof Rule.Rematch ? 0 : 1;
    }
    return dim;
  }

  /** A box: what lies, in each dimension, from here to there. */
  static final class Box {
    final double[] from;
    final double[] to;

    private Box(int dims) {
      from = new double[dims];
      to = new double[dims];
      Arrays.fill(from, Double.NEGATIVE_INFINITY);
      Arrays.fill(to, Double.POSITIVE_INFINITY);
    }

    boolean contains(double[] point) {
      for (int dim = 0; dim < point.length; dim++) {
        if (point[dim] < from[dim] || point[dim] > to[dim]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whom the ticket accepts at this age, in the region if there are any. */
  Box tickets(Attributes said, long age, String region) {
    Box box = around(said, age, dims);
    if (region != null) {
      int dim = regionDim() + regions.indexOf(region);
      box.to[dim] = latencyLimit(age);
    }
    return box;
  }

  /** Which matches the ticket accepts at this age; the last dimension is the room for a party. */
  Box matches(Wish wish, long age) {
    Box box = around(wish.attributes(), age, dims + 1);
    double limit = latencyLimit(age);
    int dim = regionDim();
    for (String region : regions) {
      double latency = wish.attributes().latencies().getOrDefault(region, Double.POSITIVE_INFINITY);
      box.to[dim++] = latency <= limit ? 1 : 0;
    }
    box.from[dims] = wish.size();
    return box;
  }

  private Box around(Attributes said, long age, int size) {
    Box box = new Box(size);
    int dim = 0;
    for (Rule rule : rules.rules()) {
      double limit = rule.limit().at(age);
      if (rule instanceof Rule.Latency) {
        dim += regions.size();
      } else if (!(rule instanceof Rule.Rematch)) {
        double middle =
            rule instanceof Rule.Distance distance
                ? number(said, distance)
                : word(said, (Rule.Equal) rule);
        if (limit != Double.POSITIVE_INFINITY) {
          box.from[dim] = middle - limit;
          box.to[dim] = middle + limit;
        }
        dim++;
      }
    }
    return box;
  }

  double latencyLimit(long age) {
    return rules.rules().stream()
        .filter(Rule.Latency.class::isInstance)
        .mapToDouble(rule -> rule.limit().at(age))
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  /**
   * Where a match of the ticket can be played, nearest first; null stands for anywhere. When
   * nobody's latency matters any more it is the nearest.
   */
  List<String> regions(Attributes said, long age) {
    double limit = latencyLimit(age);
    boolean anywhere = limit == Double.POSITIVE_INFINITY;
    List<String> near =
        regions.stream()
            .filter(region -> said.latencies().containsKey(region))
            .filter(region -> said.latencies().get(region) <= limit)
            .sorted(Comparator.comparing(region -> said.latencies().get(region)))
            .toList();
    if (anywhere) {
      return near.isEmpty() ? Collections.singletonList(null) : near.subList(0, 1);
    }
    return near;
  }
}
