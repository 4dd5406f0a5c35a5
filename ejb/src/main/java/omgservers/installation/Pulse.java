package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.installation.model.PulseFacts;
import omgservers.installation.model.PulseFacts.Counts;
import omgservers.installation.model.PulseFacts.Extent;
import omgservers.shared.mailbox.Traffic;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;

/**
 * How the installation fares: what runs and plays now and over the last hour, and what is wrong.
 * Staff is told of all of it, a developer of the stages that they may see. It looks at one database
 * after the other, so it must not be called within a transaction.
 */
@ApplicationScoped
public class Pulse {
  /** Counting may take so much of the time, however many look: one in twenty. */
  private static final int COST_SHARE = 20;

  private final PulseSteps steps;
  private final PulseHistory history;
  private final Traffic traffic;
  private final Shards shards;
  private final Time time;
  private final Map<String, Kept> latest = new ConcurrentHashMap<>();

  /** The pulse of these shards. */
  @Inject
  public Pulse(PulseSteps steps, PulseHistory history, Traffic traffic, Shards shards, Time time) {
    this.steps = steps;
    this.history = history;
    this.traffic = traffic;
    this.shards = shards;
    this.time = time;
  }

  protected Pulse() {
    this(null, null, null, null, null);
  }

  /**
   * A beat of the pulse.
   *
   * @param messages messages that this instance took since its start
   * @param faults calls that this instance answered with a fault of ours since its start
   */
  public record Beat(Instant at, Counts counts, long messages, long faults) {}

  /** All callers for whom this is the same see the same. */
  public static String sight(Caller caller) {
    return isOfAll(caller) ? "all" : "user " + caller.userId() + " " + caller.limits();
  }

  private static boolean isOfAll(Caller caller) {
    return caller.role() != Role.DEVELOPER && caller.limits().tenantId() == null;
  }

  /** A beat that is told to all who ask before the moment. */
  private record Kept(Beat beat, long untilNanos) {
    boolean isOver(long nanos) {
      return nanos - untilNanos >= 0;
    }
  }

  /**
   * How it is now, which is remembered. What takes long to count is told for as long to all who see
   * the same.
   */
  public Beat now(Caller caller) {
    Authorization.requireScope(caller, Scope.READ);
    long begin = System.nanoTime();
    latest.values().removeIf(kept -> kept.isOver(begin));
    Kept kept = latest.get(sight(caller));
    if (kept != null) {
      return kept.beat;
    }
    Beat beat = look(extent(caller));
    long cost = System.nanoTime() - begin;
    latest.put(sight(caller), new Kept(beat, begin + cost * COST_SHARE));
    history.keep(sight(caller), beat);
    return beat;
  }

  private Beat look(Extent extent) {
    Counts counts = Counts.NONE;
    for (int shard = 0; shard < shards.count(); shard++) {
      if (steps.isReachable(shard)) {
        counts = counts.plus(steps.counts(shard, extent));
      }
    }
    return new Beat(time.now(), counts, traffic.messages(), traffic.faults());
  }

  /** How it was during the last hour, as far as is known; the oldest first. */
  public List<Beat> lately(Caller caller) {
    Authorization.requireScope(caller, Scope.READ);
    return history.of(sight(caller));
  }

  /** Remembers how it is, now and then, also while nobody looks. */
  public void remember() {
    if (history.isDue()) {
      history.keep("all", look(Extent.ALL));
    }
  }

  /** What is wrong; the worst first, and of the same kind the latest. */
  public List<Concern> concerns(Caller caller) {
    Extent extent = extent(caller);
    List<Concern> found = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      if (steps.isReachable(shard)) {
        found.addAll(steps.concerns(shard, extent));
      } else {
        found.add(Concern.named(Concern.Kind.SHARD_LOST, "shard " + shard, time.now(), null));
      }
    }
    found.sort(
        Comparator.comparing(Concern::kind)
            .thenComparing(Comparator.comparing(Concern::since).reversed()));
    return found;
  }

  /** A queue in which somebody waits, and where it is. */
  public record WaitingQueue(PulseFacts.Site site, String mode, int waiting, Instant oldest) {}

  /** The queues in which somebody waits, who has waited longest first. */
  public List<WaitingQueue> queues(Caller caller) {
    Extent extent = extent(caller);
    List<PulseFacts.Queue> found = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      if (steps.isReachable(shard)) {
        found.addAll(steps.queues(shard, extent));
      }
    }
    List<Long> deployments = found.stream().map(PulseFacts.Queue::deploymentId).distinct().toList();
    Map<Long, PulseFacts.Site> sites = new HashMap<>();
    for (int shard = 0; shard < shards.count() && !found.isEmpty(); shard++) {
      if (steps.isReachable(shard)) {
        steps.sites(shard, deployments).forEach(site -> sites.put(site.deploymentId(), site));
      }
    }
    return found.stream()
        .filter(queue -> sites.containsKey(queue.deploymentId()))
        .sorted(Comparator.comparing(PulseFacts.Queue::oldest))
        .map(
            queue ->
                new WaitingQueue(
                    sites.get(queue.deploymentId()), queue.mode(), queue.waiting(), queue.oldest()))
        .toList();
  }

  private Extent extent(Caller caller) {
    Authorization.requireScope(caller, Scope.READ);
    if (isOfAll(caller)) {
      return Extent.ALL;
    }
    List<Long> stages = new ArrayList<>();
    List<Long> matchmakers = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      if (steps.isReachable(shard)) {
        List<Long> here = steps.stagesOf(shard, caller.userId());
        stages.addAll(here);
        matchmakers.addAll(steps.matchmakersOf(shard, here));
      }
    }
    return new Extent(stages, matchmakers);
  }
}
