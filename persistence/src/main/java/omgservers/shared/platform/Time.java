package omgservers.shared.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The one source of the present, in whole milliseconds as the wire has them. */
@ApplicationScoped
public class Time {
  private final Clock clock;

  /** The time of this machine. */
  public Time() {
    this(Clock.systemUTC());
  }

  /** The time of the clock, for tests. */
  public Time(Clock clock) {
    this.clock = clock;
  }

  /** The present moment. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
