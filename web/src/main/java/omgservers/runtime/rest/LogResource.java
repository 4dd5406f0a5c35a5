package omgservers.runtime.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import omgservers.pool.model.LogStream;
import omgservers.runtime.model.LogLine;
import omgservers.runtime.output.Logs;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What one runtime of a stage wrote: in parts, or line by line as it comes. */
@Path(StagePath.STAGE + "/runtimes/{runtime}/log")
@RequestScoped
public class LogResource {
  /** How many lines an answer has when nobody says. */
  public static final int LINES_DEFAULT = 200;

  /** A text to look for has at most this length. */
  public static final int TEXT_MAX = 200;

  private final Logs logs;
  private final Followers followers;
  private final Entrance entrance;

  /** A door to these logs. */
  @Inject
  public LogResource(Logs logs, Followers followers, Entrance entrance) {
    this.logs = logs;
    this.followers = followers;
    this.entrance = entrance;
  }

  protected LogResource() {
    this(null, null, null);
  }

  /** Which lines are wanted. */
  public static class Filters {
    @QueryParam("from")
    private String from;

    @QueryParam("cursor")
    private String cursor;

    @QueryParam("limit")
    private String limit;

    @QueryParam("tail")
    private String tail;

    @QueryParam("stream")
    private LogStream stream;

    @QueryParam("contains")
    private String contains;

    @QueryParam("follow")
    private Boolean follow;

    private Logs.Wish wish() {
      return new Logs.Wish(stream, text("contains", contains));
    }

    private int limit() {
      return limit == null ? LINES_DEFAULT : (int) number("limit", limit, 1, Logs.LINES_MAX);
    }

    private long from() {
      if (cursor != null) {
        return number("cursor", cursor, 0, Long.MAX_VALUE);
      }
      return from == null ? 0 : number("from", from, 0, Long.MAX_VALUE);
    }

    private void requireFollow() {
      if (follow == null || !follow) {
        throw Refusal.field("follow", "must be true for a stream of events");
      }
    }

    private boolean isTail() {
      return tail != null;
    }

    private int tail() {
      return (int) number("tail", tail, 0, Logs.LINES_MAX);
    }
  }

  /** Null, or a text that is not too long. */
  static String text(String field, String text) {
    if (text != null && text.length() > TEXT_MAX) {
      throw Refusal.field(field, "must be at most " + TEXT_MAX + " characters");
    }
    return text;
  }

  private static long number(String field, String text, long min, long max) {
    String fault = "must be a number from " + min + " to " + max;
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw Refusal.field(field, fault);
    }
    throw Refusal.field(field, fault);
  }

  /** A line. */
  public record LineView(BigInteger line, Instant at, LogStream stream, boolean cut, String text) {
    static LineView of(LogLine line) {
      return new LineView(
          BigInteger.valueOf(line.number()), line.at(), line.stream(), line.cut(), line.text());
    }
  }

  /**
   * Lines, and the cursor for the next ones when there are more; else those that come later begin
   * with the number of the next line. So many lines at the beginning are gone, and so many bytes.
   */
  public record LogPage(
      List<LineView> items,
      @Schema(nullable = true) String next,
      BigInteger nextLine,
      BigInteger missingLines,
      BigInteger lostBytes,
      boolean ended) {
    static LogPage of(Logs.Part part) {
      return new LogPage(
          part.lines().stream().map(LineView::of).toList(),
          part.more() ? Long.toString(part.next()) : null,
          BigInteger.valueOf(part.next()),
          BigInteger.valueOf(part.missing()),
          BigInteger.valueOf(part.lost()),
          part.ended());
    }
  }

  /**
   * A part of the log; with follow the log as it grows, as server-sent events, until the runtime
   * has ended. A stream that broke off goes on after its Last-Event-ID.
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public LogPage read(
      @BeanParam StagePath path, @PathParam("runtime") long runtime, @BeanParam Filters filters) {
    Admission stage = entrance.toSee(path);
    Logs.Wish wish = filters.wish();
    return LogPage.of(
        filters.isTail()
            ? logs.tail(stage, runtime, filters.tail(), wish)
            : logs.read(stage, runtime, filters.from(), filters.limit(), wish));
  }

  /** The log as it grows, until the runtime has ended and all was sent. */
  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  public void follow(
      @BeanParam StagePath path,
      @PathParam("runtime") long runtime,
      @BeanParam Filters filters,
      @HeaderParam("Last-Event-ID") String lastEvent,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Admission stage = entrance.toSee(path);
    filters.requireFollow();
    Logs.Wish wish = filters.wish();
    long from = filters.from();
    if (lastEvent != null && !lastEvent.isBlank()) {
      from = 1 + number("Last-Event-ID", lastEvent, 0, Long.MAX_VALUE - 1);
    } else if (filters.isTail()) {
      Logs.Part tail = logs.tail(stage, runtime, filters.tail(), wish);
      from = tail.lines().isEmpty() ? tail.next() : tail.lines().get(0).number();
    }
    // What is refused is refused before the stream begins.
    logs.read(stage, runtime, from, 1, wish);
    followers.follow(new Followers.Wanted(stage, runtime, from, wish), sink, sse);
  }
}
