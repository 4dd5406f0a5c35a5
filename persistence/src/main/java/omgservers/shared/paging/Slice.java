package omgservers.shared.paging;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A part of a list in the order of its ids, which is the order of creation: so many, newest or
 * oldest first, beyond the id where the part before it ended.
 */
public record Slice(int limit, boolean newestFirst, Long beyond) {
  /** A slice has at most this many elements. */
  public static final int LIMIT_MAX = 200;

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
