package omgservers.pool.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A line of what a game server, or a build, writes. Lines are numbered from 0 in the order in which
 * they were read; one that is cut goes on in the next line of its stream.
 */
public record LogLine(long number, Instant at, LogStream stream, boolean cut, String text) {
  /** What each line counts beside its text: its time, its stream and its end. */
  public static final int OVERHEAD_BYTES = 8;

  /** How much it counts. */
  public int size() {
    return text.getBytes(StandardCharsets.UTF_8).length + OVERHEAD_BYTES;
  }
}
