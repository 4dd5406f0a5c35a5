package omgservers.installation;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import omgservers.installation.model.PulseFacts.Counts;
import omgservers.installation.model.PulseFacts.Extent;
import omgservers.shared.platform.Gauges;
import omgservers.shared.platform.Recount;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;

/** What lies on each shard and how it is with it, for a monitoring system. */
@ApplicationScoped
class ShardFigures extends Recount {
  private static final System.Logger LOG = System.getLogger(ShardFigures.class.getName());
  private static final String UP = "omgservers_shard_up";
  private static final String OUTBOX = "omgservers_outbox_letters";
  private static final String UNREAD = "omgservers_outbox_unread_letters";
  private static final String LAG = "omgservers_outbox_lag_seconds";
  private static final String RUNTIMES = "omgservers_runtimes";
  private static final String BUILDS = "omgservers_builds";
  private static final String PLAYERS = "omgservers_players";
  private static final String MATCHES = "omgservers_matches";
  private static final String TICKETS = "omgservers_tickets";
  private static final String SHARD = "shard";
  private static final String STATE = "state";
  private static final double MILLIS = 1_000;

  /** Told also when there is none, so that an alert sees a figure fall. */
  private static final List<String> RUNTIME_STATES =
      List.of("PENDING", "STARTING", "READY", "CLOSING");

  private static final List<String> BUILD_STATES = List.of("AWAITING_SOURCE", "QUEUED", "RUNNING");

  private final PulseSteps steps;
  private final Shards shards;
  private final Time time;

  @Inject
  ShardFigures(PulseSteps steps, Shards shards, Time time, Settings settings) {
    super(settings::metricsPause);
    this.steps = steps;
    this.shards = shards;
    this.time = time;
  }

  protected ShardFigures() {
    super(() -> Duration.ZERO);
    this.steps = null;
    this.shards = null;
    this.time = null;
  }

  @Override
  protected MetricSnapshots count() {
    Gauges told =
        new Gauges()
            .tell(UP, "Whether the database of the shard answers.")
            .tell(OUTBOX, "Letters that wait; above 1,000 an estimate.")
            .tell(UNREAD, "Those that no build could read which worked on the shard until now.")
            .tell(LAG, "How long the oldest of them has waited.")
            .tell(RUNTIMES, "Game servers by state.")
            .tell(BUILDS, "Builds that are not over, by state.")
            .tell(PLAYERS, "Players with a client.")
            .tell(MATCHES, "Matches with players in them.")
            .tell(TICKETS, "Players who wait for a match.");
    for (int shard = 0; shard < shards.count(); shard++) {
      told.put(UP, isTold(told, shard) ? 1 : 0, SHARD, Integer.toString(shard));
    }
    return told.all();
  }

  /** Whether the shard answers, to the end. */
  private boolean isTold(Gauges told, int shard) {
    try {
      boolean up = shards.isReachable(shard);
      if (up) {
        tell(told, shard);
      }
      return up;
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "a shard went while it was counted", e);
      return false;
    }
  }

  private void tell(Gauges told, int number) {
    String shard = Integer.toString(number);
    PulseSteps.Work work = steps.work(number);
    told.put(OUTBOX, work.outbox(), SHARD, shard);
    told.put(UNREAD, work.unreadLetters(), SHARD, shard);
    told.put(LAG, lag(work.oldestLetter()), SHARD, shard);
    tell(told, RUNTIMES, shard, RUNTIME_STATES, work.runtimes());
    tell(told, BUILDS, shard, BUILD_STATES, work.builds());
    Counts counts = steps.counts(number, Extent.ALL);
    told.put(PLAYERS, counts.players(), SHARD, shard);
    told.put(MATCHES, counts.matches(), SHARD, shard);
    told.put(TICKETS, counts.tickets(), SHARD, shard);
  }

  private double lag(Instant oldest) {
    return oldest == null
        ? 0
        : Math.max(0, Duration.between(oldest, time.now()).toMillis() / MILLIS);
  }

  private static void tell(
      Gauges told, String name, String shard, List<String> states, Map<String, Integer> counts) {
    for (String state : states) {
      told.put(
          name, counts.getOrDefault(state, 0), SHARD, shard, STATE, state.toLowerCase(Locale.ROOT));
    }
  }
}
