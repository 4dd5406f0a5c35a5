package omgservers.shared.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;

/**
 * What the address of the present page asks for. A page keeps nothing but its address: forms are
 * sent to it, so that its parameters are there at every request.
 */
@Named
@RequestScoped
public class Asked {
  private static final String AFTER = "after";
  private static final String ORDER = "order";
  private static final String OLDEST = "oldest";
  private static final int PAGE = 50;

  private final HttpServletRequest request;
  private String subject;

  /** What the request asks for. */
  @Inject
  public Asked(HttpServletRequest request) {
    this.request = request;
  }

  protected Asked() {
    this(null);
  }

  /** A part of a list, and the address of the next part, or null. */
  public record Listed<T>(List<T> items, String next, String first) {
    /** The elements. */
    public List<T> getItems() {
      return items;
    }

    /** Whether there is none. */
    public boolean isNone() {
      return items.isEmpty();
    }

    /** The address of the next part, or null. */
    public String getNext() {
      return next;
    }

    /** The address of the first part, or null when this is it. */
    public String getFirst() {
      return first;
    }
  }

  /** The parameter, or null when there is none or an empty one. */
  public String text(String name) {
    String value = request.getParameter(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The parameter, which has to be there. */
  public String need(String name) {
    String value = text(name);
    if (value == null) {
      throw Refusal.notFound("The address lacks the parameter " + name + ".");
    }
    return value;
  }

  /** The parameter as a number, or null. */
  public Long number(String name) {
    String value = text(name);
    try {
      return value == null ? null : Long.valueOf(value);
    } catch (NumberFormatException e) {
      throw Refusal.field(name, "must be a number");
    }
  }

  /** The parameter as one of the constants, or null. */
  public <E extends Enum<E>> E one(Class<E> type, String name) {
    String value = text(name);
    try {
      return value == null ? null : Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refusal.field(name, "is none of " + List.of(type.getEnumConstants()));
    }
  }

  /** The part of the list that is asked for, the newest first unless the oldest are wanted. */
  public Slice slice() {
    return new Slice(PAGE, !OLDEST.equals(text(ORDER)), number(AFTER));
  }

  /** The page of what was fetched for the slice, which has one element more if there are more. */
  public <T> Listed<T> listed(List<T> fetched, ToLongFunction<T> id) {
    boolean more = fetched.size() > PAGE;
    List<T> items = more ? fetched.subList(0, PAGE) : fetched;
    String next =
        more ? with(AFTER, Long.toString(id.applyAsLong(items.get(items.size() - 1)))) : null;
    return new Listed<>(List.copyOf(items), next, text(AFTER) == null ? null : with(AFTER, null));
  }

  /** What all shards fetch for the slice, put together in its order. */
  public <T> Listed<T> across(int shards, ToLongFunction<T> id, IntFunction<List<T>> fetch) {
    List<T> all = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      all.addAll(fetch.apply(shard));
    }
    Comparator<T> oldestFirst = Comparator.comparingLong(id);
    all.sort(slice().newestFirst() ? oldestFirst.reversed() : oldestFirst);
    return listed(all, id);
  }

  /** The address of this page with the parameter different, or without it when null. */
  public String with(String name, String value) {
    StringBuilder query = new StringBuilder();
    String present = request.getQueryString() == null ? "" : request.getQueryString();
    for (String each : present.split("&", -1)) {
      if (!each.isEmpty() && !each.startsWith(name + "=")) {
        query.append(query.isEmpty() ? "?" : "&").append(each);
      }
    }
    if (value != null) {
      query
          .append(query.isEmpty() ? "?" : "&")
          .append(name)
          .append('=')
          .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
    return request.getRequestURI() + query;
  }

  /** The address of the request as it is: its path and parameters. */
  static String address(HttpServletRequest request) {
    String query = request.getQueryString();
    return request.getRequestURI() + (query == null ? "" : "?" + query);
  }

  /** What a confirmed action is about, as the dialog sends it. */
  public String getSubject() {
    return subject;
  }

  /** What a confirmed action is about. */
  public void setSubject(String subject) {
    this.subject = subject;
  }

  /** What a confirmed action is about, by its id. */
  public long subjectId() {
    try {
      return Long.parseLong(subject);
    } catch (NumberFormatException e) {
      throw Refusal.field("subject", "must be an id");
    }
  }
}
