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
import java.util.Arrays;
import java.util.EnumMap;
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
 * followed by silence, the stream is begun again with the latest lines.
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

  private static final int LATEST_LINES = 1_000;
  private static final int SILENCE_SECONDS = 5;
  private static final int LAST_SECONDS = 2;
  private static final long MILLIS = 1_000;

  private final Output output;
  private final Time time;
  private final BiConsumer<Stream, From> source;
  private final Map<LogStream, Long> skipped = new EnumMap<>(LogStream.class);
  private long budget = BURST_BYTES_MAX;
  private Instant filledAt;
  private Instant last;
  private long received;
  private long looked;
  private boolean looking;
  private boolean skipping;
  private Stream current;
  private volatile boolean open = true;

  /**
   * From where an engine is asked for output: since a moment, or the latest lines only, because one
   * that lost its place does not find it by the time either.
   */
  record From(Instant since, boolean latest) {}

  /** Output that the source sends to a stream. */
  ContainerOutput(Output output, Time time, BiConsumer<Stream, From> source) {
    this.output = output;
    this.time = time;
    this.source = source;
    this.filledAt = time.now();
    this.last = output.since().at();
    begin(false);
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
                  .withFollowStream(true)
                  .withTimestamps(true);
          if (from.latest) {
            command.withTail(LATEST_LINES);
          } else if (from.since != null) {
            command.withSince((int) from.since.getEpochSecond());
          }
          command.exec(stream);
        });
  }

  private synchronized void begin(boolean latest) {
    current = new Stream(last);
    source.accept(current, new From(last, latest));
  }

  /** The answer of the engine to one question for output. */
  final class Stream extends ResultCallback.Adapter<Frame> {
    private final Instant since;

    private Stream(Instant since) {
      this.since = since;
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
    byte[] bytes = frame.getPayload();
    int blank = 0;
    while (blank < bytes.length && bytes[blank] != ' ') {
      blank++;
    }
    Instant at = moment(new String(bytes, 0, blank, StandardCharsets.UTF_8));
    int begin = at == null ? 0 : Math.min(bytes.length, blank + 1);
    if (at == null || from.since == null || at.isAfter(from.since)) {
      LogStream stream =
          frame.getStreamType() == StreamType.STDERR ? LogStream.STDERR : LogStream.STDOUT;
      last = at == null ? last : at;
      pass(stream, Arrays.copyOfRange(bytes, begin, bytes.length));
    }
    received += bytes.length;
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
      if (!open) {
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
        begin(true);
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

  private void pass(LogStream stream, byte[] bytes) {
    Instant now = time.now();
    long passed = Duration.between(filledAt, now).toMillis();
    if (passed > 0) {
      budget = Math.min(BURST_BYTES_MAX, budget + passed * BYTES_PER_SECOND_MAX / MILLIS);
      filledAt = now;
    }
    skipping = bytes.length > budget || (skipping && budget < RESUMED_FROM_BYTES);
    if (skipping) {
      skipped.merge(stream, (long) bytes.length, Long::sum);
      return;
    }
    tellSkipped();
    budget -= bytes.length;
    output.write(stream, bytes, bytes.length);
  }

  private void tellSkipped() {
    skipped.forEach(output::skipped);
    skipped.clear();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** A container that is gone ends its stream; what is under way is waited for. */
  @Override
  public void close() {
    Stream stream;
    synchronized (this) {
      stream = current;
    }
    try {
      stream.awaitCompletion(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "the end of a stream of output is a fault", e);
    }
    open = false;
    synchronized (this) {
      current = null;
      tellSkipped();
      output.end();
    }
    end(stream);
  }
}
