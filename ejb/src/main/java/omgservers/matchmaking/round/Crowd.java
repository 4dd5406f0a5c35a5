package omgservers.matchmaking.round;

import java.util.Arrays;
import java.util.List;

/**
 * The tickets that may come into new matches, by the size of their parties: found in a box, oldest
 * first, leaving out the sizes that nobody can use.
 */
final class Crowd {
  private final List<Wish> wishes;
  private final BoxTree[] trees;
  private final int[][] members;
  private final int[] places;
  private int players;

  Crowd(List<Wish> wishes, Terrain terrain, Effort effort) {
    this.wishes = wishes;
    this.places = new int[wishes.size()];
    int largest = wishes.stream().mapToInt(Wish::size).max().orElse(1);
    int[] counts = new int[largest + 1];
    wishes.forEach(wish -> counts[wish.size()]++);
    trees = new BoxTree[largest + 1];
    members = new int[largest + 1][];
    for (int size = 1; size <= largest; size++) {
      members[size] = new int[counts[size]];
    }
    int[] next = new int[largest + 1];
    for (int i = 0; i < wishes.size(); i++) {
      int size = wishes.get(i).size();
      places[i] = next[size]++;
      members[size][places[i]] = i;
      players += size;
    }
    int dims = terrain.dims();
    for (int size = 1; size <= largest; size++) {
      double[] points = new double[counts[size] * dims];
      for (int place = 0; place < counts[size]; place++) {
        terrain.locate(wishes.get(members[size][place]).attributes(), points, place * dims);
      }
      trees[size] = new BoxTree(counts[size], dims, points, effort);
    }
  }

  /** How many players are left. */
  int players() {
    return players;
  }

  /** The size of the largest party that there was. */
  int largest() {
    return trees.length - 1;
  }

  void remove(int wish) {
    int size = wishes.get(wish).size();
    players -= size;
    trees[size].remove(places[wish]);
  }

  /** Looks for tickets in the box. */
  Search search(Terrain.Box box) {
    return new Search(box);
  }

  /** Finds tickets in a box, oldest first. */
  final class Search {
    private final BoxTree.Search[] searches = new BoxTree.Search[trees.length];
    private final int[] heads = new int[trees.length];
    private int largest;

    private Search(Terrain.Box box) {
      largest = trees.length - 1;
      Arrays.fill(heads, -1);
      for (int size = 1; size <= largest; size++) {
        searches[size] = trees[size].search(box);
        advance(size);
      }
    }

    private void advance(int size) {
      int place = searches[size].next();
      heads[size] = place < 0 ? -1 : members[size][place];
    }

    /** The next ticket, or -1. */
    int next() {
      int best = 0;
      for (int size = 1; size <= largest; size++) {
        if (heads[size] >= 0 && (best == 0 || heads[size] < heads[best])) {
          best = size;
        }
      }
      if (best == 0) {
        return -1;
      }
      int found = heads[best];
      advance(best);
      return found;
    }

    /** Parties of the size are of no use any more. */
    void skip(int size) {
      heads[size] = -1;
      while (largest > 0 && heads[largest] < 0) {
        largest--;
      }
    }
  }
}
