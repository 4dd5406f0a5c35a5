package omgservers.pool;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import omgservers.pool.model.LogStream;
import omgservers.shared.platform.Time;

/**
 * What a game server writes, made into lines. Drivers feed it with bytes as they come; it holds one
 * unfinished line per stream, never more than {@value #LINE_BYTES_MAX} bytes of it.
 */
public final class Output {
  /** A line that is longer is cut into several. */
  public static final int LINE_BYTES_MAX = 8 << 10;

  private static final int CHARACTER_BYTES_MAX = 4;

  private final Position since;
  private final Time time;
  private final Consumer<Line> lines;
  private final Map<LogStream, Unfinished> unfinished = new EnumMap<>(LogStream.class);

  /** Output from the position on, whose lines are handed over as they are finished. */
  public Output(Position since, Time time, Consumer<Line> lines) {
    this.since = since;
    this.time = time;
    this.lines = lines;
    unfinished.put(LogStream.STDOUT, new Unfinished(since.stdout));
    unfinished.put(LogStream.STDERR, new Unfinished(since.stderr));
  }

  /**
   * How far output was read: so many bytes of each stream, and the time of the last line, which is
   * null before the first.
   */
  public record Position(long stdout, long stderr, Instant at) {
    /** Nothing was read. */
    public static final Position BEGIN = new Position(0, 0, null);
  }

  /** A line, the stream's bytes up to its end, and whether it goes on in the next one. */
  public record Line(Instant at, LogStream stream, boolean cut, String text, long read) {}

  private static final class Unfinished {
    private byte[] bytes = new byte[128];
    private int length;
    private long read;
    private Instant at;

    Unfinished(long read) {
      this.read = read;
    }

    void add(byte value) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.min(LINE_BYTES_MAX, 2 * length));
      }
      bytes[length++] = value;
    }
  }

  /** Where to begin to read. */
  public Position since() {
    return since;
  }

  /** The game server wrote these bytes just now, so many of the array. */
  public void write(LogStream stream, byte[] bytes, int count) {
    write(stream, bytes, count, time.now());
  }

  /** The game server wrote these bytes then, so many of the array. */
  public synchronized void write(LogStream stream, byte[] bytes, int count, Instant at) {
    Unfinished line = unfinished.get(stream);
    line.at = at;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        line.read++;
        finish(stream, line, line.length, false);
      } else {
        if (line.length == LINE_BYTES_MAX) {
          finish(stream, line, wholeCharacters(line), true);
        }
        line.add(bytes[i]);
        line.read++;
      }
    }
  }

  /** The game server wrote so many bytes that nobody read. */
  public synchronized void skipped(LogStream stream, long count) {
    Unfinished line = unfinished.get(stream);
    if (line.length > 0) {
      finish(stream, line, line.length, true);
    }
    line.read += count;
    tell("%d bytes of %s were not read.".formatted(count, stream));
  }

  /** The game server wrote more that nobody read, and nobody knows how much. */
  public synchronized void lost() {
    unfinished.forEach(
        (stream, line) -> {
          if (line.length > 0) {
            finish(stream, line, line.length, true);
          }
        });
    tell("Some of the output was not read.");
  }

  private void tell(String text) {
    lines.accept(new Line(time.now(), LogStream.PLATFORM, false, text, 0));
  }

  /** The game server writes no more: what is unfinished is all there is. */
  public synchronized void end() {
    unfinished.forEach(
        (stream, line) -> {
          if (line.length > 0) {
            finish(stream, line, line.length, false);
          }
        });
  }

  private void finish(LogStream stream, Unfinished line, int length, boolean cut) {
    int end = !cut && length > 0 && line.bytes[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line.bytes, 0, end, StandardCharsets.UTF_8);
    int rest = line.length - length;
    System.arraycopy(line.bytes, length, line.bytes, 0, rest);
    line.length = rest;
    lines.accept(new Line(line.at, stream, cut, text, line.read - rest));
  }

  /** How many bytes of the line end with a whole character; a character is not cut into two. */
  private static int wholeCharacters(Unfinished line) {
    for (int back = 1; back < CHARACTER_BYTES_MAX; back++) {
      int value = line.bytes[line.length - back] & 0xff;
      if (value >= 0xc0) {
        return line.length - back;
      }
      if (value < 0x80) {
        break;
      }
    }
    return line.length;
  }
}
