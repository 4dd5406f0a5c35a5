package omgservers.matchmaking.round;

import java.util.Arrays;

/**
 * Points in a k-d tree that is asked for those in a box, in the order of their numbers. Each node
 * knows the bounds of its points and the lowest number that is still there: what is far away or
 * gone is passed over without being looked at.
 */
final class BoxTree {
  private static final int LEAF = 8;
  private static final int GONE = Integer.MAX_VALUE;

  private final int dims;
  private final double[] points;
  private final int[] order;
  private final int[] leafOf;
  private final boolean[] alive;
  private final Effort effort;

  // Of each node: bounds of its points, its part of the order, its children if it is no leaf.
  private double[] low;
  private double[] high;
  private int[] begin;
  private int[] end;
  private int[] left;
  private int[] parent;
  private int[] lowest;
  private int nodes;

  /** A tree of so many points, whose coordinates lie one point after the other. */
  BoxTree(int count, int dims, double[] points, Effort effort) {
    this.dims = dims;
    this.points = points;
    this.effort = effort;
    this.order = new int[count];
    this.leafOf = new int[count];
    this.alive = new boolean[count];
    Arrays.setAll(order, number -> number);
    Arrays.fill(alive, true);
    int most = Math.max(1, 4 * count / LEAF + 1);
    low = new double[most * dims];
    high = new double[most * dims];
    begin = new int[most];
    end = new int[most];
    left = new int[most];
    parent = new int[most];
    lowest = new int[most];
    nodes = 1;
    parent[0] = -1;
    build(0, 0, count, 0);
  }

  private void build(int node, int from, int to, int depth) {
    begin[node] = from;
    end[node] = to;
    measure(node);
    if (to - from <= LEAF) {
      left[node] = -1;
      for (int i = from; i < to; i++) {
        leafOf[order[i]] = node;
      }
      return;
    }
    int middle = (from + to) >>> 1;
    int dim = spreadDim(node, depth);
    if (dim < 0) {
      Arrays.sort(order, from, to);
    } else {
      select(from, to - 1, middle, dim);
    }
    int child = nodes;
    nodes += 2;
    left[node] = child;
    parent[child] = node;
    parent[child + 1] = node;
    build(child, from, middle, depth + 1);
    build(child + 1, middle, to, depth + 1);
  }

  private void measure(int node) {
    int least = GONE;
    int base = node * dims;
    Arrays.fill(low, base, base + dims, Double.POSITIVE_INFINITY);
    Arrays.fill(high, base, base + dims, Double.NEGATIVE_INFINITY);
    for (int i = begin[node]; i < end[node]; i++) {
      int number = order[i];
      least = Math.min(least, number);
      for (int dim = 0; dim < dims; dim++) {
        double value = points[number * dims + dim];
        low[base + dim] = Math.min(low[base + dim], value);
        high[base + dim] = Math.max(high[base + dim], value);
      }
    }
    lowest[node] = least;
  }

  /** The dimensions take turns; one in which all points are the same is left out. */
  private int spreadDim(int node, int depth) {
    for (int i = 0; i < dims; i++) {
      int dim = (depth + i) % dims;
      if (low[node * dims + dim] < high[node * dims + dim]) {
        return dim;
      }
    }
    return -1;
  }

  /** Reorders so that what lies before the middle is no greater than what lies behind. */
  private void select(int from, int to, int middle, int dim) {
    int a = from;
    int b = to;
    while (a < b) {
      int pivot = order[(a + b) >>> 1];
      int i = a;
      int j = b;
      while (i <= j) {
        while (isLess(order[i], pivot, dim)) {
          i++;
        }
        while (isLess(pivot, order[j], dim)) {
          j--;
        }
        if (i <= j) {
          int held = order[i];
          order[i++] = order[j];
          order[j--] = held;
        }
      }
      if (middle <= j) {
        b = j;
      } else if (middle >= i) {
        a = i;
      } else {
        return;
      }
    }
  }

  private boolean isLess(int one, int other, int dim) {
    double a = points[one * dims + dim];
    double b = points[other * dims + dim];
    return a < b || (a == b && one < other);
  }

  /** The point is not found any more. */
  void remove(int number) {
    alive[number] = false;
    int node = leafOf[number];
    int least = GONE;
    for (int i = begin[node]; i < end[node]; i++) {
      least = alive[order[i]] ? Math.min(least, order[i]) : least;
    }
    while (lowest[node] != least) {
      lowest[node] = least;
      node = parent[node];
      if (node < 0) {
        return;
      }
      least = Math.min(lowest[left[node]], lowest[left[node] + 1]);
    }
  }

  /** Whether all are gone. */
  boolean isEmpty() {
    return lowest[0] == GONE;
  }

  /** The points in the box, which must not change meanwhile. */
  Search search(Terrain.Box box) {
    return new Search(box.from, box.to);
  }

  /** Finds points in the order of their numbers: a heap of nodes and points that may be next. */
  final class Search {
    private static final int FIRST = 32;

    private final double[] from;
    private final double[] to;
    private long[] heap = new long[FIRST];
    private int size;

    private Search(double[] from, double[] to) {
      this.from = from;
      this.to = to;
      addNode(0);
    }

    /** The next point, or -1 when there is none or the round has no effort left. */
    int next() {
      while (size > 0 && effort.spend()) {
        int code = (int) pop();
        if (code < 0) {
          return ~code;
        }
        if (left[code] >= 0) {
          addNode(left[code]);
          addNode(left[code] + 1);
        } else {
          for (int i = begin[code]; i < end[code]; i++) {
            if (alive[order[i]] && contains(order[i])) {
              push(order[i], ~order[i]);
            }
          }
        }
      }
      return -1;
    }

    private void addNode(int node) {
      if (lowest[node] == GONE) {
        return;
      }
      for (int dim = 0; dim < dims; dim++) {
        if (low[node * dims + dim] > to[dim] || high[node * dims + dim] < from[dim]) {
          return;
        }
      }
      push(lowest[node], node);
    }

    private boolean contains(int number) {
      for (int dim = 0; dim < dims; dim++) {
        double value = points[number * dims + dim];
        if (value < from[dim] || value > to[dim]) {
          return false;
        }
      }
      return true;
    }

    private void push(int key, int code) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      long entry = ((long) key << Integer.SIZE) | (code & 0xFFFFFFFFL);
      int at = size++;
      while (at > 0 && heap[(at - 1) >>> 1] > entry) {
        heap[at] = heap[(at - 1) >>> 1];
        at = (at - 1) >>> 1;
      }
      heap[at] = entry;
    }

    private long pop() {
      long top = heap[0];
      long entry = heap[--size];
      int at = 0;
      int child = 1;
      while (child < size) {
        if (child + 1 < size && heap[child + 1] < heap[child]) {
          child++;
        }
        if (heap[child] >= entry) {
          break;
        }
        heap[at] = heap[child];
        at = child;
        child = 2 * at + 1;
      }
      heap[at] = entry;
      return top;
    }
  }
}
