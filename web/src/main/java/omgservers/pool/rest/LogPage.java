package omgservers.pool.rest;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import omgservers.pool.LogReading;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

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
  /** The part of a log as it is shown. */
  public static LogPage of(LogReading.Part part) {
    return new LogPage(
        part.lines().stream().map(LineView::of).toList(),
        part.more() ? Long.toString(part.next()) : null,
        BigInteger.valueOf(part.next()),
        BigInteger.valueOf(part.missing()),
        BigInteger.valueOf(part.lost()),
        part.ended());
  }

  /** A line. */
  public record LineView(BigInteger line, Instant at, LogStream stream, boolean cut, String text) {
    /** The line as it is shown. */
    public static LineView of(LogLine line) {
      return new LineView(
          BigInteger.valueOf(line.number()), line.at(), line.stream(), line.cut(), line.text());
    }
  }
}
