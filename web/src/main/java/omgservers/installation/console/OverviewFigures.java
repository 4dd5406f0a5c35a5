package omgservers.installation.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.installation.Concern;
import omgservers.installation.Pulse;
import omgservers.installation.model.PulseFacts.Counts;
import omgservers.pool.PoolAdministration;
import omgservers.pool.PoolAdministration.ServerFact;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.console.Words;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Role;

/** What the overview shows, now and over the last hour. */
@ApplicationScoped
public class OverviewFigures implements LiveTopic {
  /** What is wrong is looked for less often than figures are. */
  private static final Duration CONCERNS_AGE = Duration.ofSeconds(5);

  /** Messages are counted for so long before their rate is told. */
  private static final Duration RATE_AGE = Duration.ofMillis(900);

  private static final double MILLIS = 1_000;

  private final Pulse pulse;
  private final PoolAdministration pool;
  private final ConcernLines lines;
  private final Words words;
  private final Map<String, Rate> rates = new ConcurrentHashMap<>();
  private final Map<String, Told> told = new ConcurrentHashMap<>();

  /** Figures of this pulse. */
  @Inject
  public OverviewFigures(Pulse pulse, PoolAdministration pool, ConcernLines lines, Words words) {
    this.pulse = pulse;
    this.pool = pool;
    this.lines = lines;
    this.words = words;
  }

  protected OverviewFigures() {
    this(null, null, null, null);
  }

  /** Messages per second at a beat; kept until the next one is far enough away to compare with. */
  private record Rate(Pulse.Beat beat, double perSecond) {
    Rate after(Pulse.Beat later) {
      return Duration.between(beat.at(), later.at()).compareTo(RATE_AGE) < 0
          ? this
          : new Rate(later, OverviewFigures.perSecond(beat, later));
    }
  }

  private record Told(Instant at, List<ConcernLines.Line> lines) {}

  /** The room of the pool. */
  public record Room(int used, int slots) {}

  /**
   * What the overview shows; rates and the pool are for staff only, and null otherwise.
   *
   * @param messages per second, on this instance
   * @param faults since the start of this instance
   */
  public record Figures(
      Instant at,
      Counts counts,
      Double messages,
      Long faults,
      Room pool,
      List<ConcernLines.Line> concerns) {}

  @Override
  public String name() {
    return "overview";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    return new Seen("overview " + Pulse.sight(caller), () -> Json.write(now(caller)));
  }

  /** The figures of the moment. */
  public Figures now(Caller caller) {
    String sight = Pulse.sight(caller);
    Pulse.Beat beat = pulse.now(caller);
    Rate rate =
        rates.compute(sight, (key, last) -> last == null ? new Rate(beat, 0) : last.after(beat));
    boolean staff = caller.role() != Role.DEVELOPER;
    return new Figures(
        beat.at(),
        beat.counts(),
        staff ? rate.perSecond : null,
        staff ? beat.faults() : null,
        staff ? room(caller) : null,
        concerns(caller, sight, beat.at()));
  }

  private static double perSecond(Pulse.Beat last, Pulse.Beat beat) {
    if (!last.at().isBefore(beat.at())) {
      return 0.0;
    }
    double seconds = Duration.between(last.at(), beat.at()).toMillis() / MILLIS;
    return Math.round((beat.messages() - last.messages()) / seconds * 10) / 10.0;
  }

  private List<ConcernLines.Line> concerns(Caller caller, String sight, Instant now) {
    Told latest = told.get(sight);
    if (latest == null || latest.at.plus(CONCERNS_AGE).isBefore(now)) {
      List<Concern> found = new ArrayList<>(pulse.concerns(caller));
      if (caller.role() != Role.DEVELOPER) {
        servers(caller).stream()
            .filter(server -> server.unhealthySince() != null)
            .map(
                server ->
                    Concern.named(
                        Concern.Kind.SERVER_LOST,
                        server.name(),
                        server.unhealthySince(),
                        server.unhealthyReason()))
            .forEach(found::add);
      }
      latest = new Told(now, lines.of(found, words));
      told.put(sight, latest);
    }
    return latest.lines;
  }

  private List<ServerFact> servers(Caller caller) {
    return pool.list(caller, Slice.first(Slice.LIMIT_MAX));
  }

  private Room room(Caller caller) {
    List<ServerFact> servers = servers(caller);
    return new Room(
        servers.stream().mapToInt(ServerFact::used).sum(),
        servers.stream().mapToInt(ServerFact::slots).sum());
  }

  /** What a chart shows, by its name; null where nothing is known. */
  static Double value(String name, Pulse.Beat last, Pulse.Beat beat) {
    Counts counts = beat.counts();
    return switch (name) {
      case "players" -> (double) counts.players();
      case "matches" -> (double) counts.matches();
      case "lobbies" -> (double) counts.lobbies();
      case "ready" -> (double) counts.ready();
      case "tickets" -> (double) counts.tickets();
      case "messages" -> last == null ? null : perSecond(last, beat);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** The last hour. */
  List<Pulse.Beat> lately(Caller caller) {
    return pulse.lately(caller);
  }
}
