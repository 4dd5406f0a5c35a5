package omgservers.shared.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Settings.Rate;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;

/**
 * How often someone may call. Each has a bucket per kind of call, which fills up steadily; memory
 * is bounded, those who were not seen for longest are forgotten first, with a full bucket. Each
 * instance counts for itself.
 */
@ApplicationScoped
public class RateLimits implements MultiCollector {
  /** So many buckets of one kind are kept. */
  public static final int BUCKETS_MAX = 100_000;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Counter refused =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_limit_refusals_total")
          .help("Calls that were refused because there were too many, by what is limited.")
          .labelNames("limit")
          .build();
  private final Map<Kind, LoadingCache<String, Bucket>> buckets = new EnumMap<>(Kind.class);

  /** What is limited. */
  public enum Kind {
    /** Calls that need no token, by address. */
    OPEN("calls without a token from this address"),
    /** Tries to sign in, by account. */
    SIGN_IN("sign-ins to this account"),
    /** All other calls, by the user, API key or runtime of the token. */
    API("calls with this token");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  /** Limits of these settings, by this time. */
  @Inject
  public RateLimits(Settings settings, Time time) {
    this(
        Map.of(
            Kind.OPEN, settings.openRate(),
            Kind.SIGN_IN, settings.signInRate(),
            Kind.API, settings.apiRate()),
        time);
  }

  RateLimits(Map<Kind, Rate> rates, Time time) {
    TimeMeter meter = new Meter(time);
    rates.forEach((kind, rate) -> buckets.put(kind, buckets(rate, meter)));
    rates.keySet().forEach(kind -> refused.initLabelValues(kind.name().toLowerCase(Locale.ROOT)));
  }

  protected RateLimits() {
    this(Map.of(), null);
  }

  private static LoadingCache<String, Bucket> buckets(Rate rate, TimeMeter meter) {
    Bandwidth bandwidth =
        BandwidthBuilder.builder()
            .capacity(rate.burst())
            .refillGreedy(rate.perMinute(), MINUTE)
            .build();
    // After so long an untouched bucket is full, like a new one.
    Duration full = MINUTE.multipliedBy(1 + rate.burst() / rate.perMinute());
    return Caffeine.newBuilder()
        .maximumSize(BUCKETS_MAX)
        .expireAfterAccess(full)
        .executor(Runnable::run)
        .build(who -> Bucket.builder().addLimit(bandwidth).withCustomTimePrecision(meter).build());
  }

  /** Counts a call; refuses it when there were too many. */
  public void take(Kind kind, String who) {
    tryTake(kind, who)
        .ifPresent(
            pause -> {
              throw refusal(kind, pause);
            });
  }

  /** The refusal of a call that comes the pause too early. */
  public static Refusal refusal(Kind kind, Duration pause) {
    return Refusal.tooMany(pause, "There were too many " + kind.name + ".");
  }

  /** Counts a call; when there were too many, how long to wait for the next. */
  public Optional<Duration> tryTake(Kind kind, String who) {
    ConsumptionProbe probe = buckets.get(kind).get(who).tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      return Optional.empty();
    }
    refused.labelValues(kind.name().toLowerCase(Locale.ROOT)).inc();
    return Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
  }

  /** How many calls were refused. */
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(refused.collect());
  }

  /** The time of the platform, as buckets want it. */
  private record Meter(Time time) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return TimeUnit.MILLISECONDS.toNanos(time.now().toEpochMilli());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
