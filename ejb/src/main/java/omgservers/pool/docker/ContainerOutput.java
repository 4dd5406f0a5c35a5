package omgservers.pool.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.pool.Driver.Reading;
import omgservers.pool.Output;
import omgservers.pool.model.LogStream;
import omgservers.shared.platform.Time;

/**
 * The stream of what a container writes, as its engine keeps it. Of what comes faster than it can
 * be kept, only the amount is passed on.
 */
final class ContainerOutput extends ResultCallback.Adapter<Frame> implements Reading {
  /** So much is read at once, and so much more in each second. */
  static final int BURST_BYTES_MAX = 4 << 20;

  static final int BYTES_PER_SECOND_MAX = 1 << 20;

  private static final int LAST_SECONDS = 2;
  private static final long MILLIS = 1_000;

  private final Output output;
  private final Time time;
  private final Map<LogStream, Long> skipped = new EnumMap<>(LogStream.class);
  private long budget = BURST_BYTES_MAX;
  private Instant filledAt;
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile boolean open = true;

  ContainerOutput(Output output, Time time) {
    this.output = output;
    this.time = time;
    this.filledAt = time.now();
  }

  /** Reads what the container wrote since the output was left, and what it writes from now on. */
  static ContainerOutput of(DockerClient streams, String container, Output output, Time time) {
    ContainerOutput reading = new ContainerOutput(output, time);
    Instant since = output.since().at();
    streams
        .logContainerCmd(container)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .withTimestamps(true)
        .withSince(since == null ? 0 : (int) since.getEpochSecond())
        .exec(reading);
    return reading;
  }

  /** The engine begins each piece with the time at which it was written, and a blank. */
  @Override
  public synchronized void onNext(Frame frame) {
    byte[] bytes = frame.getPayload();
    int blank = 0;
    while (blank < bytes.length && bytes[blank] != ' ') {
      blank++;
    }
    Instant at = moment(new String(bytes, 0, blank, StandardCharsets.UTF_8));
    int begin = at == null ? 0 : Math.min(bytes.length, blank + 1);
    Instant since = output.since().at();
    if (at == null || since == null || at.isAfter(since)) {
      LogStream stream =
          frame.getStreamType() == StreamType.STDERR ? LogStream.STDERR : LogStream.STDOUT;
      pass(stream, Arrays.copyOfRange(bytes, begin, bytes.length));
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
    if (bytes.length > budget) {
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
  public void onError(Throwable fault) {
    open = false;
    super.onError(fault);
  }

  @Override
  public void onComplete() {
    open = false;
    super.onComplete();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /** A container that is gone ends its stream; what is under way is waited for. */
  @Override
  public void close() {
    try {
      if (!closing.compareAndSet(false, true)) {
        // The wait itself closes what it waited for.
        super.close();
        return;
      }
      awaitCompletion(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      System.getLogger(ContainerOutput.class.getName())
          .log(System.Logger.Level.DEBUG, "a stream of output did not close in order", e);
    }
    open = false;
    synchronized (this) {
      tellSkipped();
      output.end();
    }
  }
}
