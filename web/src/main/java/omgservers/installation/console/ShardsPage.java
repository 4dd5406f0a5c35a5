package omgservers.installation.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omgservers.installation.Topology;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Json;
import omgservers.tenancy.Caller;

/** The shards with their slots and rows, and the instances with their leases. */
@Named
@RequestScoped
public class ShardsPage {
  private final ShardMap map;
  private final Topology topology;
  private final Visitor visitor;
  private List<Topology.ShardFact> shards;
  private Map<Integer, String> squares;
  private List<Topology.InstanceFact> instances;

  /** A page by these use cases. */
  @Inject
  public ShardsPage(ShardMap map, Topology topology, Visitor visitor) {
    this.map = map;
    this.topology = topology;
    this.visitor = visitor;
  }

  protected ShardsPage() {
    this(null, null, null);
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

  /** How it is with the instance. */
  public String state(Topology.InstanceFact instance) {
    if (!instance.instance().alive()) {
      return "GONE";
    }
    return instance.instance().draining() ? "DRAINING" : "ACTIVE";
  }

  /** The shards that the instance works on. */
  public String shardsOf(Topology.InstanceFact instance) {
    return instance.shards().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Rows and letters, as the page's script reads them. */
  public String getFigures() {
    return Json.write(map.figures(shards));
  }
}
