package omgservers.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import omgservers.pool.model.LogChunk;
import omgservers.pool.model.LogChunks;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;

/**
 * Reads a kept log in parts, within a transaction.
 *
 * @param chunks where its lines are
 * @param id the id of what it belongs to
 * @param nextLine the number that its next line gets
 * @param lostBytes how much of it is not kept any more
 * @param ended whether nothing will come any more
 */
public record LogReading(LogChunks chunks, long id, long nextLine, long lostBytes, boolean ended) {
  /** A page has at most this many lines. */
  public static final int LINES_MAX = 1_000;

  /** A page ends when its lines count this much. */
  public static final int PAGE_BYTES_MAX = 1 << 20;

  /** A page ends when it looked through lines that count this much. */
  public static final int SCANNED_BYTES_MAX = 8 << 20;

  /** Which lines are wanted: of the stream, with the text in any case; null means any. */
  public record Wish(LogStream stream, String contains) {
    Predicate<LogLine> matches() {
      String wanted = contains == null ? "" : contains.toLowerCase(Locale.ROOT);
      return line ->
          (stream == null || line.stream() == stream)
              && (wanted.isEmpty() || line.text().toLowerCase(Locale.ROOT).contains(wanted));
    }
  }

  /**
   * A part of a log: the lines, the number of the line to go on with, whether there is more now,
   * how many lines before the first kept one are gone and how much was lost, and whether nothing
   * will come any more.
   */
  public record Part(
      List<LogLine> lines, long next, boolean more, long missing, long lost, boolean ended) {
    /** Nothing was written yet. */
    public static final Part EMPTY = new Part(List.of(), 0, false, 0, 0, false);
  }

  private long first() {
    return chunks.firstLine(id).orElse(nextLine);
  }

  /** The lines from the number on, at most so many. */
  public Part from(long from, int limit, Wish wish) {
    long first = first();
    Scan scan = new Scan(Math.max(from, first), limit, wish.matches());
    boolean more = true;
    while (more && !scan.isFull()) {
      List<LogChunk> found = chunks.from(id, scan.next, 1);
      more = !found.isEmpty();
      found.forEach(scan::look);
    }
    return new Part(scan.lines, scan.next, scan.next < nextLine, first, lostBytes, ended);
  }

  /** The last lines, at most so many. */
  public Part tail(int limit, Wish wish) {
    Predicate<LogLine> matches = wish.matches();
    Deque<LogLine> lines = new ArrayDeque<>();
    long before = nextLine;
    int scanned = 0;
    int size = 0;
    while (lines.size() < limit && size < PAGE_BYTES_MAX && scanned < SCANNED_BYTES_MAX) {
      List<LogChunk> found = chunks.before(id, before, 1);
      if (found.isEmpty()) {
        break;
      }
      List<LogLine> all = found.get(0).lines();
      for (int i = all.size() - 1; i >= 0 && lines.size() < limit; i--) {
        if (matches.test(all.get(i))) {
          lines.addFirst(all.get(i));
          size += all.get(i).size();
        }
      }
      before = found.get(0).firstLine();
      scanned += found.get(0).size();
    }
    return new Part(new ArrayList<>(lines), nextLine, false, first(), lostBytes, ended);
  }

  private static final class Scan {
    private final List<LogLine> lines = new ArrayList<>();
    private final int limit;
    private final Predicate<LogLine> matches;
    private long next;
    private int size;
    private int scanned;

    Scan(long next, int limit, Predicate<LogLine> matches) {
      this.next = next;
      this.limit = limit;
      this.matches = matches;
    }

    boolean isFull() {
      return lines.size() >= limit || size >= PAGE_BYTES_MAX || scanned >= SCANNED_BYTES_MAX;
    }

    void look(LogChunk chunk) {
      for (LogLine line : chunk.lines()) {
        if (line.number() >= next && !isFull()) {
          next = line.number() + 1;
          if (matches.test(line)) {
            lines.add(line);
            size += line.size();
          }
        }
      }
      scanned += chunk.size();
    }
  }
}
