package omgservers.builder;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import omgservers.builder.BuildSteps.Lines;
import omgservers.pool.Output;
import omgservers.pool.model.LogChunk;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Time;

/**
 * What is written of one run of a build, until it is stored. Secrets never get into it. What comes
 * faster than it can be stored is lost, the oldest first.
 */
final class BuildTranscript {
  /** Full chunks that wait to be stored count no more than this together. */
  static final int WAITING_BYTES_MAX = 1 << 20;

  private final Time time;
  private final List<String> secrets;
  private final Output output;
  private final Deque<LogChunk> full = new ArrayDeque<>();
  private List<LogLine> open = new ArrayList<>();
  private int openSize;
  private int openStored;
  private long waiting;
  private long next;
  private long stored;
  private long lost;

  /** A transcript that goes on with the line of this number, without these texts. */
  BuildTranscript(long next, Collection<String> secrets, Time time) {
    this.next = next;
    this.stored = next;
    this.time = time;
    // The longest first: one secret may be a part of another.
    this.secrets =
        secrets.stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    this.output = new Output(Output.Position.BEGIN, time, this::add);
  }

  /** What the engine says. */
  void engine(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.write(LogStream.STDOUT, bytes, bytes.length);
  }

  /** What we say ourselves. */
  void platform(String text) {
    output.end();
    text.lines()
        .forEach(line -> add(new Output.Line(time.now(), LogStream.PLATFORM, false, line, 0)));
  }

  /** The text without secrets. */
  String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, Audit.MASK);
    }
    return masked;
  }

  private synchronized void add(Output.Line line) {
    LogLine numbered =
        new LogLine(next++, line.at(), line.stream(), line.cut(), masked(line.text()));
    open.add(numbered);
    openSize += numbered.size();
    if (openSize >= LogChunk.SIZE_MAX) {
      LogChunk chunk = LogChunk.of(open);
      full.add(chunk);
      waiting += chunk.size();
      open = new ArrayList<>();
      openSize = 0;
      while (waiting > WAITING_BYTES_MAX && full.size() > 1) {
        LogChunk oldest = full.remove();
        waiting -= oldest.size();
        // A part of it may be stored already, as the open chunk that it was; that stays.
        lost += oldest.size() - openStored;
        openStored = 0;
      }
    }
  }

  /** What is not stored yet, if there is anything. */
  synchronized Optional<Lines> unstored() {
    if (next == stored) {
      return Optional.empty();
    }
    List<LogChunk> chunks = new ArrayList<>(full);
    if (!open.isEmpty()) {
      chunks.add(LogChunk.of(open));
    }
    return Optional.of(new Lines(chunks, next, waiting + openSize - openStored, lost));
  }

  /** These are stored. */
  synchronized void stored(Lines lines) {
    stored = lines.next();
    lost -= lines.lost();
    while (!full.isEmpty() && full.peek().nextLine() <= stored) {
      waiting -= full.remove().size();
    }
    // The rest of what was stored is the beginning of the chunk that is first now.
    long begin = full.isEmpty() ? next - open.size() : full.peek().firstLine();
    openStored =
        lines.chunks().stream()
            .filter(chunk -> chunk.firstLine() == begin)
            .mapToInt(LogChunk::size)
            .sum();
  }

  /** Nothing more comes: an unfinished line is all there is. */
  void end() {
    output.end();
  }
}
