package omgservers.installation.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.installation.Topology;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Instances;
import omgservers.tenancy.Caller;

/** The shards with their slots and rows, and the instances with their leases. */
@Named
@RequestScoped
public class ShardsPage {
  private final ShardMap map;
  private final Topology topology;
  private final Visitor visitor;
  private final Time time;
  private List<Topology.ShardFact> shards;
  private Map<Integer, String> squares;
  private List<Topology.InstanceFact> instances;

  /** A page by these use cases. */
  @Inject
  public ShardsPage(ShardMap map, Topology topology, Visitor visitor, Time time) {
    this.map = map;
    this.topology = topology;
    this.visitor = visitor;
    this.time = time;
  }

  protected ShardsPage() {
    this(null, null, null, null);
  }

  @PostConstruct
  void open() {
    Caller caller = visitor.caller();
    shards = map.all(caller);
    squares = map.squares(caller);
    instances = topology.instances(caller);
  }

  /** The shards. */
  public List<Topology.ShardFact> getShards() {
    return shards;
  }

  /** The slots of the shard as a path of the map. */
  public String squares(Topology.ShardFact shard) {
    return squares.getOrDefault(shard.shard(), "");
  }

  /** The colour of the shard on the map: there are four, and neighbours differ. */
  public int colour(int shard) {
    return shard % 4 + 1;
  }

  /** The instances. */
  public List<Topology.InstanceFact> getInstances() {
    return instances;
  }

  /** Whether the instance still holds its number. */
  public boolean isAlive(Topology.InstanceFact instance) {
    return leaseEnd(instance).isAfter(time.now());
  }

  /** Until when the instance holds its number, unless it is heard of again. */
  public Instant leaseEnd(Topology.InstanceFact instance) {
    return instance.seen().plus(Instances.LEASE);
  }

  /** Rows and letters, as the page's script reads them. */
  public String getFigures() {
    return Json.write(map.figures(shards));
  }
}
