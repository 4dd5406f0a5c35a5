package omgservers.shared.paging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A part of a list in the order of its ids, which is the order of creation: so many, newest or
 * oldest first, beyond the id where the part before it ended.
 */
public record Slice(int limit, boolean newestFirst, Long beyond) {
  /** A slice has at most this many elements. */
  public static final int LIMIT_MAX = 200;

  /** Shares are never exactly even. */
  private static final int SPARE = 10;

  /** How many elements a slice has when nobody says. */
  public static final int LIMIT_DEFAULT = 50;

  /** The first slice in default order. */
  public static Slice first(int limit) {
    return new Slice(limit, true, null);
  }

  /** One element more than wanted shows whether there is another slice. */
  public int fetched() {
    return limit + 1;
  }

  /**
   * Reads a slice of what lies in one of several places; fewer rows than that are all there are.
   */
  @FunctionalInterface
  public interface Place<T> {
    /** The rows of the slice in this place. */
    List<T> read(int place, Slice slice);
  }

  /**
   * The slice of a list that lies in several places, such as shards. Each place is asked for its
   * share, and again only where it had more than that, so what is read hardly grows with the
   * places.
   */
  public <T> List<T> across(int places, ToLongFunction<T> id, Place<T> place) {
    Comparator<T> oldestFirst = Comparator.comparingLong(id);
    Comparator<T> order = newestFirst ? oldestFirst.reversed() : oldestFirst;
    int share = places == 1 ? fetched() : Math.min(fetched(), fetched() / places + SPARE);
    List<Part<T>> parts = new ArrayList<>();
    for (int i = 0; i < places; i++) {
      parts.add(new Part<>(i, place, id, new Slice(share - 1, newestFirst, beyond)));
    }
    List<T> merged = new ArrayList<>();
    while (merged.size() < fetched()) {
      parts.removeIf(part -> !part.hasNext());
      if (parts.isEmpty()) {
        break;
      }
      parts.sort((a, b) -> order.compare(a.head, b.head));
      T next = parts.get(0).next();
      // What goes from one shard to another is on both for a moment.
      if (merged.isEmpty()
          || id.applyAsLong(merged.get(merged.size() - 1)) != id.applyAsLong(next)) {
        merged.add(next);
      }
    }
    return merged;
  }

  /** What lies in one place, read piece by piece. */
  private static final class Part<T> {
    private final int number;
    private final Place<T> place;
    private final ToLongFunction<T> id;
    private Slice piece;
    private Iterator<T> rows = List.<T>of().iterator();
    private boolean atEnd;
    private T head;

    private Part(int number, Place<T> place, ToLongFunction<T> id, Slice first) {
      this.number = number;
      this.place = place;
      this.id = id;
      this.piece = first;
    }

    private boolean hasNext() {
      if (head == null && !rows.hasNext() && !atEnd) {
        List<T> read = place.read(number, piece);
        atEnd = read.size() < piece.fetched();
        rows = read.iterator();
      }
      if (head == null && rows.hasNext()) {
        head = rows.next();
        piece = new Slice(piece.limit, piece.newestFirst, id.applyAsLong(head));
      }
      return head != null;
    }

    private T next() {
      T next = head;
      head = null;
      return next;
    }
  }

  /** The slice of a list that is short enough to be at hand as a whole. */
  public <T> List<T> of(List<T> all, ToLongFunction<T> id) {
    Comparator<T> oldestFirst = Comparator.comparingLong(id);
    return all.stream()
        .sorted(newestFirst ? oldestFirst.reversed() : oldestFirst)
        .filter(
            each ->
                beyond == null
                    || (newestFirst
                        ? id.applyAsLong(each) < beyond
                        : id.applyAsLong(each) > beyond))
        .limit(fetched())
        .toList();
  }
}
