package omgservers.installation.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import omgservers.installation.Topology;
import omgservers.installation.model.ShardFacts;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;

/** What the installation is spread over, as it changes. */
@ApplicationScoped
public class ShardMap implements LiveTopic {
  private static final int SLOTS_MAX = 10_000;

  /** So many slots are drawn side by side. */
  private static final int ROW = 64;

  private final Topology topology;
  private final Shards shards;
  private final Time time;

  /** A map of these shards. */
  @Inject
  public ShardMap(Topology topology, Shards shards, Time time) {
    this.topology = topology;
    this.shards = shards;
    this.time = time;
  }

  protected ShardMap() {
    this(null, null, null);
  }

  /**
   * What lies on a shard; null where it cannot be reached.
   *
   * @param lag for how many seconds the oldest letter of the outbox waits
   */
  public record Load(ShardFacts.Rows rows, Integer outbox, Integer lag) {}

  /** All of it: shards by "s" and their number. */
  public record Figures(Map<String, Load> shards) {}

  @Override
  public String name() {
    return "shards";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    // Who may not see it is refused before anything is sent.
    topology.instances(caller);
    return new Seen("shards", () -> Json.write(figures(all(caller))));
  }

  /** How it is with each shard. */
  List<Topology.ShardFact> all(Caller caller) {
    return IntStream.range(0, shards.count())
        .mapToObj(shard -> topology.shard(caller, shard))
        .toList();
  }

  /** What changes of it. */
  Figures figures(List<Topology.ShardFact> all) {
    Map<String, Load> loads = new LinkedHashMap<>();
    all.forEach(
        fact -> loads.put("s" + fact.shard(), new Load(fact.rows(), fact.outbox(), lag(fact))));
    return new Figures(loads);
  }

  private Integer lag(Topology.ShardFact fact) {
    if (!fact.reachable()) {
      return null;
    }
    Instant oldest = fact.oldestLetter();
    return oldest == null ? 0 : (int) Math.max(0, Duration.between(oldest, time.now()).toSeconds());
  }

  /** The slots of each shard as they are drawn: a path of squares, a row for 64 slots. */
  Map<Integer, String> squares(Caller caller) {
    Map<Integer, StringBuilder> paths = new TreeMap<>();
    for (Topology.SlotFact slot : topology.slots(caller, null, new Slice(SLOTS_MAX, false, null))) {
      paths
          .computeIfAbsent(slot.shard(), shard -> new StringBuilder())
          .append('M')
          .append(slot.slot() % ROW)
          .append(' ')
          .append(slot.slot() / ROW)
          .append("h.8v.8h-.8z");
    }
    Map<Integer, String> squares = new TreeMap<>();
    paths.forEach((shard, path) -> squares.put(shard, path.toString()));
    return squares;
  }
}
