package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import omgservers.pool.model.LogStream;
import omgservers.runtime.model.LogChunk;
import omgservers.runtime.model.LogLine;
import omgservers.runtime.model.RuntimeLog;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** What the game servers of a stage wrote, to read and to search, also when they are long gone. */
@ApplicationScoped
@Transactional
public class Logs {
  /** A page has at most this many lines. */
  public static final int LINES_MAX = 1_000;

  /** A page ends when its lines count this much. */
  public static final int PAGE_BYTES_MAX = 1 << 20;

  /** A page ends when it looked through lines that count this much. */
  public static final int SCANNED_BYTES_MAX = 8 << 20;

  private final RuntimeLogs logs;
  private final Runtimes runtimes;

  /** The use of these logs. */
  @Inject
  public Logs(RuntimeLogs logs, Runtimes runtimes) {
    this.logs = logs;
    this.runtimes = runtimes;
  }

  protected Logs() {
    this(null, null);
  }

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
      List<LogLine> lines, long next, boolean more, long missing, long lost, boolean ended) {}

  /** The lines of the log from the number on, at most so many. */
  public Part read(Admission stage, long runtime, long from, int limit, Wish wish) {
    stage.require(Scope.READ);
    Optional<RuntimeLog> found = find(stage, runtime);
    if (found.isEmpty()) {
      return new Part(List.of(), 0, false, 0, 0, false);
    }
    RuntimeLog log = found.get();
    long first = logs.firstLine(log);
    Scan scan = new Scan(Math.max(from, first), limit, wish.matches());
    boolean more = true;
    while (more && !scan.isFull()) {
      List<LogChunk> chunks = logs.from(runtime, scan.next, 1);
      more = !chunks.isEmpty();
      chunks.forEach(scan::look);
    }
    return new Part(
        scan.lines,
        scan.next,
        scan.next < log.nextLine(),
        first,
        log.lostBytes(),
        log.endedAt().isPresent());
  }

  /** The last lines of the log, at most so many. */
  public Part tail(Admission stage, long runtime, int limit, Wish wish) {
    stage.require(Scope.READ);
    Optional<RuntimeLog> found = find(stage, runtime);
    if (found.isEmpty()) {
      return new Part(List.of(), 0, false, 0, 0, false);
    }
    RuntimeLog log = found.get();
    Predicate<LogLine> matches = wish.matches();
    Deque<LogLine> lines = new ArrayDeque<>();
    long before = log.nextLine();
    int scanned = 0;
    int size = 0;
    while (lines.size() < limit && size < PAGE_BYTES_MAX && scanned < SCANNED_BYTES_MAX) {
      List<LogChunk> chunks = logs.before(runtime, before, 1);
      if (chunks.isEmpty()) {
        break;
      }
      List<LogLine> all = chunks.get(0).lines();
      for (int i = all.size() - 1; i >= 0 && lines.size() < limit; i--) {
        if (matches.test(all.get(i))) {
          lines.addFirst(all.get(i));
          size += all.get(i).size();
        }
      }
      before = chunks.get(0).firstLine();
      scanned += chunks.get(0).size();
    }
    return new Part(
        new ArrayList<>(lines),
        log.nextLine(),
        false,
        logs.firstLine(log),
        log.lostBytes(),
        log.endedAt().isPresent());
  }

  /** The log of the runtime; none yet while it was not started. */
  private Optional<RuntimeLog> find(Admission stage, long runtime) {
    Optional<RuntimeLog> log = logs.find(runtime).filter(each -> each.stageId() == stage.stageId());
    if (log.isEmpty()
        && runtimes.find(runtime).filter(each -> each.stageId() == stage.stageId()).isEmpty()) {
      throw Refusal.notFound("The stage has no log of a runtime " + runtime + ".");
    }
    return log;
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

  /** A log with what is known of its runtime. */
  public record LogFact(
      long runtime,
      RuntimeQualifier qualifier,
      String mode,
      long deploymentId,
      long versionId,
      String poolServer,
      Instant created,
      Instant endedAt,
      String exitReason,
      long lines,
      long size,
      long lost,
      String first,
      String last,
      Instant lastAt) {
    static LogFact of(RuntimeLog log) {
      return new LogFact(
          log.id(),
          log.qualifier(),
          log.mode().orElse(null),
          log.deploymentId(),
          log.versionId(),
          log.poolServer().orElse(null),
          log.created(),
          log.endedAt().orElse(null),
          log.endReason().orElse(null),
          log.nextLine(),
          log.size(),
          log.lostBytes(),
          log.firstText().orElse(null),
          log.lastText().orElse(null),
          log.progress().at());
    }
  }

  /** Logs of the stage that lie on the shard. */
  public List<LogFact> list(Admission stage, int shard, RuntimeLogs.Wish wish, Slice slice) {
    stage.require(Scope.READ);
    return logs.list(shard, stage.stageId(), wish, slice).stream().map(LogFact::of).toList();
  }
}
