package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.installation.model.PulseFacts;
import omgservers.installation.model.PulseFacts.Extent;
import omgservers.installation.model.PulseFacts.Trouble;
import omgservers.installation.model.ShardFacts;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;

/** The transactions of a look at the whole: each works on one database. */
@ApplicationScoped
@Transactional
class PulseSteps {
  /** What failed is told for so long. */
  private static final Duration TOLD = Duration.ofHours(1);

  /** Builds are looked after less often. */
  private static final Duration BUILDS_TOLD = Duration.ofDays(1);

  /** A letter that waits for longer means that something holds them up. */
  private static final Duration LAG_MAX = Duration.ofSeconds(30);

  private final PulseFacts facts;
  private final ShardFacts shardFacts;
  private final Shards shards;
  private final Time time;

  @Inject
  PulseSteps(PulseFacts facts, ShardFacts shardFacts, Shards shards, Time time) {
    this.facts = facts;
    this.shardFacts = shardFacts;
    this.shards = shards;
    this.time = time;
  }

  protected PulseSteps() {
    this(null, null, null, null);
  }

  PulseFacts.Counts counts(int shard, Extent extent) {
    return facts.counts(shard, extent);
  }

  /** What an operator wants to know of a shard beside what plays there. */
  record Work(
      Map<String, Integer> runtimes,
      Map<String, Integer> builds,
      int outbox,
      int unreadLetters,
      Instant oldestLetter) {}

  Work work(int shard) {
    return new Work(
        shardFacts.runtimes(shard),
        shardFacts.builds(shard),
        shardFacts.outbox(shard),
        shardFacts.unreadLetters(shard),
        shardFacts.oldestLetter(shard).orElse(null));
  }

  List<Long> stagesOf(int shard, long user) {
    return facts.stagesOf(shard, user);
  }

  List<Long> matchmakersOf(int shard, List<Long> stages) {
    return facts.matchmakersOf(shard, new Extent(stages, null));
  }

  List<PulseFacts.Queue> queues(int shard, Extent extent) {
    return facts.queues(shard, extent);
  }

  List<PulseFacts.Site> sites(int shard, Collection<Long> deployments) {
    return facts.sites(shard, deployments);
  }

  boolean isReachable(int shard) {
    return shards.isReachable(shard);
  }

  /** What is wrong on the shard. */
  List<Concern> concerns(int shard, Extent extent) {
    Instant now = time.now();
    List<Concern> found = new ArrayList<>();
    add(found, Concern.Kind.DEGRADED, facts.degraded(shard, extent));
    add(found, Concern.Kind.NO_ROOM, facts.waiting(shard, extent));
    add(found, Concern.Kind.FAILED_RUNTIME, facts.failed(shard, extent, now.minus(TOLD)));
    if (extent.stages() == null) {
      add(found, Concern.Kind.FAILED_BUILD, facts.failedBuilds(shard, now.minus(BUILDS_TOLD)));
      lag(shard, now).ifPresent(found::add);
    }
    return found;
  }

  private static void add(List<Concern> found, Concern.Kind kind, List<Trouble> troubles) {
    troubles.forEach(trouble -> found.add(Concern.of(kind, trouble)));
  }

  private Optional<Concern> lag(int shard, Instant now) {
    return shardFacts
        .oldestLetter(shard)
        .filter(written -> written.isBefore(now.minus(LAG_MAX)))
        .map(written -> Concern.named(Concern.Kind.OUTBOX, "shard " + shard, written, null));
  }
}
