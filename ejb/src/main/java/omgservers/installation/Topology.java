package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import omgservers.installation.model.ShardFacts;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Instances;
import omgservers.shared.sharding.Leases;
import omgservers.shared.sharding.Shards;
import omgservers.shared.sharding.Slots;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.References;
import omgservers.tenancy.model.Scope;

/** Over which databases and instances the installation is spread, and how it is with them. */
@ApplicationScoped
@Transactional
public class Topology {
  private final Shards shards;
  private final ShardFacts facts;
  private final Instances instances;
  private final Leases leases;
  private final Ids ids;
  private final Settings settings;
  private final Authorization authorization;
  private final Audit audit;

  /** The topology of these shards and instances. */
  @Inject
  public Topology(
      Shards shards,
      ShardFacts facts,
      Instances instances,
      Leases leases,
      Ids ids,
      Settings settings,
      Authorization authorization,
      Audit audit) {
    this.shards = shards;
    this.facts = facts;
    this.instances = instances;
    this.leases = leases;
    this.ids = ids;
    this.settings = settings;
    this.authorization = authorization;
    this.audit = audit;
  }

  protected Topology() {
    this(null, null, null, null, null, null, null, null);
  }

  /** A shard; rows, outbox and the oldest letter's time are null when it cannot be reached. */
  public record ShardFact(
      int shard,
      int slots,
      boolean reachable,
      ShardFacts.Rows rows,
      Integer outbox,
      Instant oldestLetter) {}

  /** A slot and the shard that holds it. */
  public record SlotFact(int slot, int shard) {}

  /**
   * An instance, and on the due rows of which shards it works.
   *
   * @param own whether it is the one that answers
   */
  public record InstanceFact(Instances.Seen instance, boolean own, List<Integer> shards) {}

  /** How it is with the shard. */
  public ShardFact shard(Caller caller, int shard) {
    authorization.staffToRead(caller);
    int slots =
        (int) IntStream.range(0, Slots.COUNT).filter(it -> shards.shardOfSlot(it) == shard).count();
    if (!shards.isReachable(shard)) {
      return new ShardFact(shard, slots, false, null, null, null);
    }
    return new ShardFact(
        shard,
        slots,
        true,
        facts.rows(shard),
        facts.outbox(shard),
        facts.oldestLetter(shard).orElse(null));
  }

  /** The slots of the slice, of one shard or, without one, of all. */
  public List<SlotFact> slots(Caller caller, Integer shard, Slice slice) {
    authorization.staffToRead(caller);
    return IntStream.range(0, Slots.COUNT)
        .map(it -> slice.newestFirst() ? Slots.COUNT - 1 - it : it)
        .filter(
            it ->
                slice.beyond() == null
                    || (slice.newestFirst() ? it < slice.beyond() : it > slice.beyond()))
        .mapToObj(it -> new SlotFact(it, shards.shardOfSlot(it)))
        .filter(it -> shard == null || it.shard == shard)
        .limit(slice.fetched())
        .toList();
  }

  /** All instances, also those that were not seen for a while and have lost their number. */
  public List<InstanceFact> instances(Caller caller) {
    authorization.staffToRead(caller);
    int own = ids.instance();
    Map<Integer, List<Integer>> held =
        leases.held().stream()
            .collect(
                Collectors.groupingBy(
                    Leases.Held::instance,
                    Collectors.mapping(Leases.Held::shard, Collectors.toList())));
    return instances.all().stream()
        .map(
            it ->
                new InstanceFact(it, it.number() == own, held.getOrDefault(it.number(), List.of())))
        .toList();
  }

  /** The instance of the number gives up its shards, sends everybody elsewhere, and may stop. */
  public void drain(Caller caller, int number) {
    authorization.admin(caller, Scope.POOL);
    if (!leases.drain(number)) {
      throw Refusal.notFound("No instance %d lives.".formatted(number));
    }
    audit.record(
        caller.actor(),
        "instance.drain",
        new Audit.Subject(null, null),
        null,
        Map.of("number", number));
  }

  /** The slot that belongs to a key, and where it is served. */
  public record Place(int slot, URI uri) {}

  /** The place of the key: an id carries its slot, any other text is spread evenly. */
  public Place place(Caller caller, String key) {
    authorization.admin(caller, Scope.READ);
    int slot = References.id(key).map(Slots::of).orElseGet(() -> spread(key));
    return new Place(slot, settings.publicUrl());
  }

  private static int spread(String key) {
    CRC32 sum = new CRC32();
    sum.update(key.getBytes(StandardCharsets.UTF_8));
    return (int) (sum.getValue() % Slots.COUNT);
  }
}
