package omgservers.shared.rest;

import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;

/** The query parameters of every list: how many, in which order, going on from where. */
public class Paging {
  private static final String NEWEST_FIRST = "-created";
  private static final String OLDEST_FIRST = "created";

  @QueryParam("limit")
  private String limit;

  @QueryParam("cursor")
  private String cursor;

  @QueryParam("sort")
  private String sort;

  /** A part of a list, and the cursor with which the next one is asked for, if there is one. */
  public record Page<T>(List<T> items, String next) {}

  /** The slice that is asked for. */
  public Slice slice() {
    boolean newestFirst = newestFirst();
    return new Slice(limit(), newestFirst, cursor == null ? null : beyond(newestFirst));
  }

  private int limit() {
    if (limit == null) {
      return Slice.LIMIT_DEFAULT;
    }
    try {
      int number = Integer.parseInt(limit);
      if (number >= 1 && number <= Slice.LIMIT_MAX) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw badLimit();
    }
    throw badLimit();
  }

  private static Refusal badLimit() {
    return Refusal.field("limit", "must be a number from 1 to " + Slice.LIMIT_MAX);
  }

  private boolean newestFirst() {
    if (sort == null || sort.equals(NEWEST_FIRST)) {
      return true;
    }
    if (sort.equals(OLDEST_FIRST)) {
      return false;
    }
    throw Refusal.field("sort", "must be " + OLDEST_FIRST + " or " + NEWEST_FIRST);
  }

  private long beyond(boolean newestFirst) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      String prefix = prefix(newestFirst);
      if (text.startsWith(prefix)) {
        return Long.parseLong(text.substring(prefix.length()));
      }
    } catch (IllegalArgumentException e) {
      throw badCursor();
    }
    throw badCursor();
  }

  private static Refusal badCursor() {
    return Refusal.field("cursor", "must be the next of an answer with the same sort");
  }

  private static String prefix(boolean newestFirst) {
    return newestFirst ? "v1-" : "v1+";
  }

  /** The page of what was fetched for the slice: one element more than it has room for, at most. */
  public <T, V> Page<V> page(List<T> fetched, ToLongFunction<T> id, Function<T, V> view) {
    int size = Math.min(fetched.size(), limit());
    List<V> items = fetched.stream().limit(size).map(view).toList();
    return new Page<>(
        items, fetched.size() > size ? next(id.applyAsLong(fetched.get(size - 1))) : null);
  }

  private String next(long last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((prefix(newestFirst()) + last).getBytes(StandardCharsets.UTF_8));
  }
}
