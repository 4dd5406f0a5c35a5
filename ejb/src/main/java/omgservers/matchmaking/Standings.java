package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omgservers.shared.platform.Time;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;

/** How all modes of the installation stand, for whoever watches over it. */
@ApplicationScoped
public class Standings {
  private final Waits waits;
  private final Time time;
  private final Authorization authorization;

  /** Standings from these waits. */
  @Inject
  public Standings(Waits waits, Time time, Authorization authorization) {
    this.waits = waits;
    this.time = time;
    this.authorization = authorization;
  }

  protected Standings() {
    this(null, null, null);
  }

  /**
   * How a mode stands; what was seen is of the latest tickets, null where nothing is known.
   *
   * @param oldest how long the first of those who wait has waited, in milliseconds
   * @param rounds how often it was decided about since the server started
   */
  public record ModeStanding(
      long deployment,
      String mode,
      int waiting,
      long oldest,
      long rounds,
      Long p50,
      Long p95,
      Long p99,
      Double fill,
      Double spread,
      long matched,
      long expired) {
    private static ModeStanding of(Waits.Standing standing, Instant now) {
      Waits.Observed seen = standing.seen();
      Instant since = standing.oldest() == null ? now : standing.oldest();
      return new ModeStanding(
          standing.deployment(),
          standing.mode(),
          standing.waiting(),
          Math.max(0, Duration.between(since, now).toMillis()),
          standing.rounds(),
          seen.p50(),
          seen.p95(),
          seen.p99(),
          seen.fill(),
          seen.spread(),
          seen.matched(),
          seen.expired());
    }
  }

  /** All modes of the matchmakers that this instance decides for. */
  public List<ModeStanding> all(Caller caller) {
    authorization.staffToRead(caller);
    Instant now = time.now();
    return waits.all().stream().map(standing -> ModeStanding.of(standing, now)).toList();
  }
}
