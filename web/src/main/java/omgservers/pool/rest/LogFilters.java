package omgservers.pool.rest;

import jakarta.ws.rs.QueryParam;
import java.util.function.IntFunction;
import omgservers.pool.LogReading;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;
import omgservers.shared.problem.Refusal;

/** Which lines of a log are wanted. */
public class LogFilters {
  /** How many lines an answer has when nobody says. */
  public static final int LINES_DEFAULT = 200;

  /** A text to look for has at most this length. */
  public static final int TEXT_MAX = 200;

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

  /** The lines that are wanted of those that are looked through. */
  public LogReading.Wish wish() {
    return new LogReading.Wish(stream, text("contains", contains));
  }

  /** How many lines at most. */
  public int limit() {
    return limit == null ? LINES_DEFAULT : (int) number("limit", limit, 1, LogReading.LINES_MAX);
  }

  /** The line to begin with. */
  public long from() {
    if (cursor != null) {
      return number("cursor", cursor, 0, Long.MAX_VALUE);
    }
    return from == null ? 0 : number("from", from, 0, Long.MAX_VALUE);
  }

  /** Whether the last lines are wanted. */
  public boolean isTail() {
    return tail != null;
  }

  /** How many of the last lines. */
  public int tail() {
    return (int) number("tail", tail, 0, LogReading.LINES_MAX);
  }

  /**
   * The line with which a stream of events begins: the one after the last event that was had, or
   * the first of the last lines.
   */
  public long followedFrom(String lastEvent, IntFunction<LogReading.Part> last) {
    if (follow == null || !follow) {
      throw Refusal.field("follow", "must be true for a stream of events");
    }
    if (lastEvent != null && !lastEvent.isBlank()) {
      return 1 + number("Last-Event-ID", lastEvent, 0, Long.MAX_VALUE - 1);
    }
    if (!isTail()) {
      return from();
    }
    LogReading.Part part = last.apply(tail());
    return part.lines().stream().findFirst().map(LogLine::number).orElse(part.next());
  }

  /** Null, or a text that is not too long. */
  public static String text(String field, String text) {
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
}
