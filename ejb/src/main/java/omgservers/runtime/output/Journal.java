package omgservers.runtime.output;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import omgservers.pool.Output;
import omgservers.pool.model.LogChunk;
import omgservers.pool.model.LogLine;
import omgservers.runtime.model.RuntimeLog;

/**
 * The latest lines of one runtime, until they are stored: full chunks, and the open one, which is
 * stored again and again as it grows. What cannot be stored for long is lost, the oldest first.
 */
final class Journal {
  /** Full chunks that wait to be stored count no more than this together. */
  static final int WAITING_BYTES_MAX = 1 << 20;

  private final long runtime;
  private final Deque<LogChunk> full = new ArrayDeque<>();
  private List<LogLine> open = new ArrayList<>();
  private int openSize;
  private long next;
  private long stored;
  private long waiting;
  private long lost;
  private LogLine first;
  private Output.Position position;

  /** A journal that goes on with the line of this number, after what was read before. */
  Journal(long runtime, long next, Output.Position position) {
    this.runtime = runtime;
    this.next = next;
    this.stored = next;
    this.position = position;
  }

  /**
   * What is to be stored: chunks that replace those of the same beginning, by how much they grew,
   * how much was lost, the first line if it is the first of all, and how far the output was read.
   */
  record Batch(
      long runtime,
      List<LogChunk> chunks,
      int grown,
      long lost,
      LogLine first,
      LogLine last,
      RuntimeLog.Progress progress) {}

  long runtime() {
    return runtime;
  }

  /** How far the output was read. */
  synchronized Output.Position position() {
    return position;
  }

  /** Adds a line; true when everything was stored before, and somebody should store it soon. */
  synchronized boolean add(Output.Line line) {
    boolean clean = next == stored;
    LogLine numbered = new LogLine(next, line.at(), line.stream(), line.cut(), line.text());
    if (next == 0) {
      first = numbered;
    }
    next++;
    open.add(numbered);
    openSize += numbered.size();
    waiting += numbered.size();
    position =
        switch (line.stream()) {
          case STDOUT -> new Output.Position(line.read(), position.stderr(), line.at());
          case STDERR -> new Output.Position(position.stdout(), line.read(), line.at());
          case PLATFORM -> position;
        };
    if (openSize >= LogChunk.SIZE_MAX) {
      full.add(LogChunk.of(open));
      open = new ArrayList<>();
      openSize = 0;
      dropWhatIsTooMuch();
    }
    return clean;
  }

  private void dropWhatIsTooMuch() {
    while (waiting > WAITING_BYTES_MAX && full.size() > 1) {
      LogChunk oldest = full.remove();
      waiting -= oldest.size();
      lost += oldest.size();
    }
  }

  /** Whether there is something that is not stored yet. */
  synchronized boolean isBehind() {
    return next != stored;
  }

  /** What is not stored yet, if there is anything. */
  synchronized Optional<Batch> batch() {
    if (next == stored) {
      return Optional.empty();
    }
    List<LogChunk> chunks = new ArrayList<>(full);
    if (!open.isEmpty()) {
      chunks.add(LogChunk.of(open));
    }
    List<LogLine> newest = chunks.get(chunks.size() - 1).lines();
    return Optional.of(
        new Batch(
            runtime,
            chunks,
            (int) Math.max(0, waiting),
            lost,
            first,
            newest.get(newest.size() - 1),
            new RuntimeLog.Progress(position.stdout(), position.stderr(), position.at())));
  }

  /** The batch is stored. */
  synchronized void stored(Batch batch) {
    stored = batch.last().number() + 1;
    waiting -= batch.grown();
    lost -= batch.lost();
    first = null;
    full.removeIf(chunk -> chunk.nextLine() <= stored);
  }
}
