package omgservers.shared.ws;

import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import omgservers.shared.platform.SocketSettings.Flow;

/**
 * What one socket may send. Too much is dropped; the first time within a minute is worth a warning,
 * and after too many seconds with too much the socket is to be closed.
 */
final class Allowance {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long WINDOW_SECONDS = 60;

  private final Bucket messages;
  private final Bucket bytes;
  private final int excessSeconds;
  private final LongSupplier nanos;

  private long windowBegin = Long.MIN_VALUE;
  private long lastExcess = Long.MIN_VALUE;
  private int seconds;

  /** What becomes of a message. */
  enum Verdict {
    /** It passes. */
    PASSES,
    /** It is dropped, and the sender is to be warned. */
    WARNED,
    /** It is dropped. */
    DROPPED,
    /** It is dropped, and the socket is to be closed. */
    TOO_MUCH
  }

  Allowance(Flow messages, Flow bytes, int excessSeconds, LongSupplier nanos) {
    this.messages = bucket(messages, nanos);
    this.bytes = bucket(bytes, nanos);
    this.excessSeconds = excessSeconds;
    this.nanos = nanos;
  }

  private static Bucket bucket(Flow flow, LongSupplier nanos) {
    return Bucket.builder()
        .addLimit(
            BandwidthBuilder.builder()
                .capacity(flow.burst())
                .refillGreedy(flow.perSecond(), SECOND)
                .build())
        .withCustomTimePrecision(new Meter(nanos))
        .build();
  }

  /** A message of this size comes. */
  synchronized Verdict take(int size) {
    if (messages.tryConsume(1) && (size == 0 || bytes.tryConsume(size))) {
      return Verdict.PASSES;
    }
    long now = TimeUnit.NANOSECONDS.toSeconds(nanos.getAsLong());
    if (windowBegin == Long.MIN_VALUE || now - windowBegin >= WINDOW_SECONDS) {
      windowBegin = now;
      lastExcess = Long.MIN_VALUE;
      seconds = 0;
    }
    boolean fresh = now != lastExcess;
    lastExcess = now;
    seconds += fresh ? 1 : 0;
    if (seconds > excessSeconds) {
      return Verdict.TOO_MUCH;
    }
    return fresh && seconds == 1 ? Verdict.WARNED : Verdict.DROPPED;
  }

  /** The time of the machine that only goes forward, as buckets want it. */
  private record Meter(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
