package omgservers.installation.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import omgservers.installation.Topology;
import omgservers.installation.model.ShardFacts;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Over which databases and instances the installation is spread. */
@Path("")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TopologyResource {
  private final Topology topology;
  private final Shards shards;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public TopologyResource(Topology topology, Shards shards, Callers callers) {
    this.topology = topology;
    this.shards = shards;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public TopologyResource() {
    this(null, null, null);
  }

  /** How many rows there are: exact up to a thousand, estimates of the database above. */
  public record RowsView(
      int accounts, int tenants, int clients, int runtimes, int tickets, int messages) {
    static RowsView of(ShardFacts.Rows rows) {
      return new RowsView(
          rows.accounts(),
          rows.tenants(),
          rows.clients(),
          rows.runtimes(),
          rows.tickets(),
          rows.messages());
    }
  }

  /** A shard; nothing is known of the content of one that cannot be reached. */
  public record ShardView(
      int shard,
      int slots,
      boolean reachable,
      @Schema(nullable = true) RowsView rows,
      @Schema(nullable = true) Integer outbox,
      @Schema(nullable = true) Instant oldestLetter) {
    static ShardView of(Topology.ShardFact fact) {
      return new ShardView(
          fact.shard(),
          fact.slots(),
          fact.reachable(),
          fact.rows() == null ? null : RowsView.of(fact.rows()),
          fact.outbox(),
          fact.oldestLetter());
    }
  }

  /** A slot and the shard that holds it. */
  public record SlotView(int slot, int shard) {}

  /**
   * An instance: when it last said that it runs, whether it is the one that answers, whether it
   * said so lately enough to hold shards, whether it is about to stop, where players reach it by
   * itself, and the shards on whose due rows it works.
   */
  public record InstanceView(
      int number,
      Instant seen,
      boolean own,
      boolean alive,
      boolean draining,
      @Schema(nullable = true) String url,
      List<Integer> shards) {
    static InstanceView of(Topology.InstanceFact fact) {
      return new InstanceView(
          fact.instance().number(),
          fact.instance().seen(),
          fact.own(),
          fact.instance().alive(),
          fact.instance().draining(),
          fact.instance().url(),
          fact.shards());
    }
  }

  /** All shards: whether they can be reached, what lies on them, and which letters wait. */
  @GET
  @Path("shards")
  public Paging.Page<ShardView> shards() {
    Caller caller = callers.staff();
    List<ShardView> all =
        IntStream.range(0, shards.count())
            .mapToObj(shard -> ShardView.of(topology.shard(caller, shard)))
            .toList();
    return new Paging.Page<>(all, null);
  }

  /** Which slot lies on which shard, in the order of slots; the highest first unless asked. */
  @GET
  @Path("slots")
  public Paging.Page<SlotView> slots(@BeanParam Paging paging, @QueryParam("shard") Integer shard) {
    return paging.page(
        topology.slots(callers.staff(), shard, paging.slice()),
        Topology.SlotFact::slot,
        fact -> new SlotView(fact.slot(), fact.shard()));
  }

  /** All instances; one that was not seen for half a minute does not run any more. */
  @GET
  @Path("instances")
  public Paging.Page<InstanceView> instances() {
    List<InstanceView> all =
        topology.instances(callers.staff()).stream().map(InstanceView::of).toList();
    return new Paging.Page<>(all, null);
  }

  /**
   * Makes an instance ready to be stopped: it calls itself not ready, hands its shards over, and
   * then closes the sockets of players and game servers, who go on at another one.
   */
  @POST
  @Path("instances/{instance}/drain")
  public void drain(@PathParam("instance") int instance) {
    topology.drain(callers.staff(), instance);
  }
}
