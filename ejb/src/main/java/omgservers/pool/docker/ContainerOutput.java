package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import omgservers.pool.Driver.Reading;
import omgservers.pool.Output;
import omgservers.pool.model.LogStream;
import omgservers.shared.platform.Time;

/**
 * The stream of what a container writes, as its engine keeps it. Of what comes faster than it can
 * be kept, only the amount is passed on. An engine that puts one file of output after the other
 * away while it is read can lose its place, and is silent then: so after much output that was
 * followed by silence, the stream is begun again with the latest lines. And when all is over, the
 * engine is asked for the last pieces once more: whatever was left out before, the end is kept.
 */
final class ContainerOutput implements Reading {
  /** So much is read at once, and so much more in each second. */
  static final int BURST_BYTES_MAX = 4 << 20;

  static final int BYTES_PER_SECOND_MAX = 1 << 20;

  /** Engines keep files of 10 MB: whoever wrote less filled none. */
  static final int FILE_BYTES = 8 << 20;

  private static final System.Logger LOG = System.getLogger(ContainerOutput.class.getName());

  /** Whoever is too fast is read again when so much can be taken: not line by line. */
  private static final int RESUMED_FROM_BYTES = 256 << 10;

  /** An engine's pieces are 16 KiB at most, so that these are a few MiB at most. */
  static final int LAST_PIECES = 256;

  private static final int LATEST_LINES = 1_000;
  private static final int SILENCE_SECONDS = 5;
  private static final int LAST_SECONDS = 2;
  private static final int END_SECONDS = 10;
  private static final long MILLIS = 1_000;

  private final Output output;
  private final Time time;
  private final BiConsumer<Stream, From> source;
  private final Map<LogStream, Long> skipped = new EnumMap<>(LogStream.class);
  private long budget = BURST_BYTES_MAX;
  private Instant filledAt;
  private Instant last;
  private Instant kept;
  private int keptAtOnce;
  private long received;
  private long looked;
  private boolean looking;
  private boolean skipping;
  private boolean taking = true;
  private boolean closing;
  private Stream current;
  private volatile boolean open = true;

  /** From where an engine is asked for output. */
  record From(Instant since, Part part) {}

  /** Which part of the output an engine is asked for. */
  enum Part {
    /** What was written since a moment, and what will be. */
    SINCE,
    /** The latest lines, and what will be: who lost its place does not find it by the time. */
    LATEST,
    /** The last pieces of what will not grow any more. */
    END
  }

  /**
   * What came at once: an engine's piece, which begins with its time, or the rest of one that was
   * too long for the buffer of the client, which uses that buffer again.
   */
  private static final class Piece {
    private final Instant at;
    private final LogStream stream;
    private final byte[] bytes;

    Piece(Frame frame) {
      byte[] payload = frame.getPayload();
      int blank = 0;
      while (blank < payload.length && payload[blank] != ' ') {
        blank++;
      }
      at = moment(new String(payload, 0, blank, StandardCharsets.UTF_8));
      stream = frame.getStreamType() == StreamType.STDERR ? LogStream.STDERR : LogStream.STDOUT;
      int begin = at == null ? 0 : Math.min(payload.length, blank + 1);
      bytes = Arrays.copyOfRange(payload, begin, payload.length);
    }

    boolean isRest() {
      return at == null;
    }
  }

  /** Output that the source sends to a stream. */
  ContainerOutput(Output output, Time time, BiConsumer<Stream, From> source) {
    this.output = output;
    this.time = time;
    this.source = source;
    this.filledAt = time.now();
    this.last = output.since().at();
    this.kept = last;
    begin(Part.SINCE);
  }

  /** Reads what the container wrote since the output was left, and what it writes from now on. */
  static ContainerOutput of(DockerClient streams, String container, Output output, Time time) {
    return new ContainerOutput(
        output,
        time,
        (stream, from) -> {
          LogContainerCmd command =
              streams
                  .logContainerCmd(container)
                  .withStdOut(true)
                  .withStdErr(true)
                  .withFollowStream(from.part != Part.END)
                  .withTimestamps(true);
          if (from.part != Part.SINCE) {
            command.withTail(from.part == Part.END ? LAST_PIECES : LATEST_LINES);
          } else if (from.since != null) {
            command.withSince((int) from.since.getEpochSecond());
          }
          command.exec(stream);
        });
  }

  private synchronized void begin(Part part) {
    current = new Stream(last, part == Part.END);
    source.accept(current, new From(last, part));
  }

  /** The answer of the engine to one question for output. */
  final class Stream extends ResultCallback.Adapter<Frame> {
    private final Instant since;
    private final boolean end;
    private final List<Piece> pieces = new ArrayList<>();

    private Stream(Instant since, boolean end) {
      this.since = since;
      this.end = end;
    }

    @Override
    public void onNext(Frame frame) {
      take(this, frame);
    }

    @Override
    public void onError(Throwable fault) {
      ended(this);
      super.onError(fault);
    }

    @Override
    public void onComplete() {
      ended(this);
      super.onComplete();
    }
  }

  private synchronized void ended(Stream stream) {
    open &= stream != current;
  }

  /** The engine begins each piece with the time at which it was written, and a blank. */
  private synchronized void take(Stream from, Frame frame) {
    if (from != current) {
      return;
    }
    Piece piece = new Piece(frame);
    if (from.end) {
      from.pieces.add(piece);
      return;
    }
    taking = piece.isRest() ? taking : isAfter(piece.at, from.since);
    if (taking) {
      last = piece.isRest() ? last : piece.at;
      pass(piece);
    }
    received += frame.getPayload().length;
    if (received >= FILE_BYTES && !looking) {
      looking = true;
      lookLater();
    }
  }

  private void lookLater() {
    CompletableFuture.delayedExecutor(SILENCE_SECONDS, TimeUnit.SECONDS, ContainerOutput::onAThread)
        .execute(this::look);
  }

  private static void onAThread(Runnable task) {
    Thread thread = new Thread(task, "omgservers-output-look");
    thread.setDaemon(true);
    thread.start();
  }

  /** Much came. When nothing comes any more, the engine may have lost its place. */
  private void look() {
    Stream old;
    synchronized (this) {
      if (!open || closing) {
        return;
      }
      if (received != looked) {
        looked = received;
        lookLater();
        return;
      }
      looking = false;
      received = 0;
      looked = 0;
      old = current;
      try {
        begin(Part.LATEST);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "an engine does not go on with its output", e);
        open = false;
      }
    }
    end(old);
  }

  private static void end(Stream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a stream of output did not close in order", e);
    }
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A moment that was stored knows no nanoseconds. */
  private static boolean isAfter(Instant at, Instant other) {
    if (other == null) {
      return true;
    }
    boolean stored = other.equals(other.truncatedTo(ChronoUnit.MICROS));
    return (stored ? at.truncatedTo(ChronoUnit.MICROS) : at).isAfter(other);
  }

  private void pass(Piece piece) {
    byte[] bytes = piece.bytes;
    Instant now = time.now();
    long passed = Duration.between(filledAt, now).toMillis();
    if (passed > 0) {
      budget = Math.min(BURST_BYTES_MAX, budget + passed * BYTES_PER_SECOND_MAX / MILLIS);
      filledAt = now;
    }
    if (!piece.isRest()) {
      skipping = bytes.length > budget || (skipping && budget < RESUMED_FROM_BYTES);
    }
    if (skipping) {
      skipped.merge(piece.stream, (long) bytes.length, Long::sum);
      return;
    }
    tellSkipped();
    budget -= bytes.length;
    keep(piece.stream, bytes, piece.at);
  }

  /** The pieces of a long line have one time: they are counted. */
  private void keep(LogStream stream, byte[] bytes, Instant at) {
    if (at != null) {
      keptAtOnce = at.equals(kept) ? keptAtOnce + 1 : 1;
      kept = at;
    }
    output.write(stream, bytes, bytes.length, kept == null ? time.now() : kept);
  }

  private void tellSkipped() {
    skipped.values().removeIf(bytes -> bytes <= 0);
    skipped.forEach(output::skipped);
    skipped.clear();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** The stream of a container that has ended ends; what is under way is waited for. */
  @Override
  public void close() {
    Stream stream;
    synchronized (this) {
      closing = true;
      stream = current;
    }
    await(stream, LAST_SECONDS);
    Stream rest = end();
    synchronized (this) {
      open = false;
      current = null;
      regain(rest.pieces);
      output.end();
    }
    end(stream);
    end(rest);
  }

  /** The last pieces of the output, if the engine still has them. */
  private Stream end() {
    Stream rest;
    synchronized (this) {
      try {
        begin(Part.END);
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "an engine does not tell the end of an output", e);
        current.onComplete();
      }
      rest = current;
    }
    await(rest, END_SECONDS);
    return rest;
  }

  private static void await(Stream stream, int seconds) {
    try {
      stream.awaitCompletion(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "the end of a stream of output is a fault", e);
    }
  }

  /** What is behind the last piece that was kept is kept now, however much was left out before. */
  private void regain(List<Piece> pieces) {
    int known = keptAtOnce;
    List<Piece> missed = new ArrayList<>();
    Instant at = null;
    int whole = 0;
    boolean missing = false;
    for (Piece piece : pieces) {
      if (!piece.isRest()) {
        at = piece.at;
        missing =
            keptAtOnce == 0
                ? isAfter(at, kept)
                : at.isAfter(kept) || (at.equals(kept) && known-- <= 0);
        whole += missing ? 1 : 0;
      }
      if (missing) {
        missed.add(piece);
        if (last == null || !at.isAfter(last)) {
          skipped.computeIfPresent(piece.stream, (key, bytes) -> bytes - piece.bytes.length);
        }
      }
    }
    tellSkipped();
    // Of a full hand of pieces that are all new, nobody knows what was before them.
    if (whole >= LAST_PIECES && (last == null || missed.get(0).at.isAfter(last))) {
      output.lost();
    }
    missed.forEach(piece -> keep(piece.stream, piece.bytes, piece.at));
  }
}
