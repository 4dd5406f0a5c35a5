package omgservers.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.pool.model.BuildRooms;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.Engine;
import omgservers.pool.model.PoolServer;
import omgservers.pool.model.PoolServers;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Scope;

/** The servers of the pool as the operators of the installation see and change them. */
@ApplicationScoped
@Transactional
public class PoolAdministration {
  /** Whoever changes a server may leave open which version of it was read. */
  private static final int ANY_VERSION = -1;

  private final PoolServers servers;
  private final BuildRooms rooms;
  private final Pool pool;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;
  private final Time time;
  private final Shards shards;
  private final Event<RoomFreed> freed;

  /** Administration of these servers. */
  @Inject
  public PoolAdministration(
      PoolServers servers,
      BuildRooms rooms,
      Pool pool,
      Authorization authorization,
      Audit audit,
      Ids ids,
      Time time,
      Shards shards,
      Event<RoomFreed> freed) {
    this.servers = servers;
    this.rooms = rooms;
    this.pool = pool;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
    this.time = time;
    this.shards = shards;
    this.freed = freed;
  }

  protected PoolAdministration() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /**
   * A server, how many containers are on it, and since when and why it is not used because it does
   * not answer.
   */
  public record ServerFact(
      long id,
      String name,
      String driver,
      int slots,
      int used,
      boolean draining,
      Instant created,
      int version,
      Capacity capacity,
      Engine engine,
      Instant unhealthySince,
      String unhealthyReason,
      int buildSlots) {
    static ServerFact of(PoolServer server, int used) {
      return new ServerFact(
          server.id(),
          server.name(),
          server.driver(),
          server.slots(),
          used,
          server.isDraining(),
          server.created(),
          server.version(),
          server.capacity(),
          server.engine(),
          server.unhealthySince().orElse(null),
          server.unhealthyReason().orElse(null),
          server.buildSlots());
    }
  }

  /** Room that a runtime holds. */
  public record ContainerFact(long runtimeId, String server, Instant created) {}

  /** Servers of the pool. */
  public List<ServerFact> list(Caller caller, Slice slice) {
    authorization.staffToRead(caller);
    List<PoolServer> found = servers.list(slice);
    Map<Long, Integer> used = servers.used(found.stream().map(PoolServer::id).toList());
    return found.stream()
        .map(server -> ServerFact.of(server, used.getOrDefault(server.id(), 0)))
        .toList();
  }

  /** How much room there is on a server, and how much of it is taken. */
  public record RoomFact(long serverId, Capacity total, Capacity used) {}

  /** The room of all servers. */
  public List<RoomFact> rooms(Caller caller) {
    authorization.staffToRead(caller);
    return servers.occupancies().stream()
        .map(server -> new RoomFact(server.id(), server.total(), server.used()))
        .toList();
  }

  /** The names of the drivers that are switched on here. */
  public List<String> drivers(Caller caller) {
    authorization.staffToRead(caller);
    return enabledDrivers();
  }

  /** The server of this name. */
  public ServerFact get(Caller caller, String name) {
    authorization.staffToRead(caller);
    return fact(servers.named(name).orElseThrow(() -> unknown(name)));
  }

  private static Refusal unknown(String name) {
    return Refusal.notFound("There is no pool server '" + name + "'.");
  }

  private ServerFact fact(PoolServer server) {
    return ServerFact.of(server, servers.used(List.of(server.id())).getOrDefault(server.id(), 0));
  }

  /** A new server, which takes game servers at once. */
  public ServerFact create(Caller caller, String name, String driver, ServerShape shape) {
    authorization.admin(caller, Scope.POOL);
    requireDriver(driver);
    servers.lockAll();
    if (servers.named(name).isPresent()) {
      throw Refusal.invalid(
          Qualifier.DB_CONSTRAINT_VIOLATED, "There is a pool server '" + name + "' already.");
    }
    if (servers.count() >= PoolServers.SERVERS_MAX) {
      throw Refusal.conflict(
          Qualifier.LIMIT_REACHED,
          "There are " + PoolServers.SERVERS_MAX + " pool servers, the most that there can be.");
    }
    PoolServer server = new PoolServer(ids.anywhere(), name, driver, shape.slots(), time.now());
    shape.apply(server);
    servers.add(server);
    tell();
    ServerFact made = fact(servers.changed(server));
    audit.record(caller.actor(), "pool-server.create", Audit.Subject.of(made.id), null, made);
    return made;
  }

  /** Who waits for room, or watches servers, hears of it after the commit. */
  private void tell() {
    shards.afterCommit(() -> freed.fire(new RoomFreed(true)));
  }

  private List<String> enabledDrivers() {
    return pool.drivers().stream().filter(Driver::isEnabled).map(Driver::name).sorted().toList();
  }

  private void requireDriver(String name) {
    List<String> enabled = enabledDrivers();
    if (!enabled.contains(name)) {
      throw Refusal.field(
          "driver", "'" + name + "' does not exist or is switched off here; there are " + enabled);
    }
  }

  /** The server is changed if it still has the version. */
  public ServerFact change(Caller caller, String name, int version, ServerShape change) {
    authorization.admin(caller, Scope.POOL);
    PoolServer server = servers.lockNamed(name).orElseThrow(() -> unknown(name));
    if (version != ANY_VERSION && version != server.version()) {
      throw new Refusal(
          Refusal.Kind.CHANGED_MEANWHILE,
          Qualifier.WRONG_PRECONDITION,
          "The pool server '" + name + "' was changed meanwhile; read it again.");
    }
    ServerFact before = fact(server);
    change.apply(server);
    tell();
    ServerFact after = fact(servers.changed(server));
    audit.record(caller.actor(), "pool-server.change", Audit.Subject.of(after.id), before, after);
    return after;
  }

  /** The server is there no more; it is not while containers are on it. */
  public void delete(Caller caller, String name) {
    authorization.admin(caller, Scope.POOL);
    PoolServer server = servers.lockNamed(name).orElseThrow(() -> unknown(name));
    ServerFact before = fact(server);
    if (before.used > 0) {
      throw Refusal.conflict(
          Qualifier.DB_CONSTRAINT_VIOLATED,
          "%d containers are on the pool server '%s'; drain it and wait until they have ended."
              .formatted(before.used, name));
    }
    if (rooms.used().containsKey(server.id())) {
      throw Refusal.conflict(
          Qualifier.DB_CONSTRAINT_VIOLATED,
          "The pool server '%s' is building; drain it and wait.".formatted(name));
    }
    servers.remove(server);
    audit.record(caller.actor(), "pool-server.delete", Audit.Subject.of(before.id), before, null);
  }

  /** Containers on the server or, without a name, on all. */
  public List<ContainerFact> containers(Caller caller, String name, Slice slice) {
    authorization.staffToRead(caller);
    Long server = name == null ? null : servers.named(name).orElseThrow(() -> unknown(name)).id();
    return servers.containers(server, slice).stream()
        .map(
            held ->
                new ContainerFact(
                    held.runtimeId(), servers.get(held.serverId()).name(), held.created()))
        .toList();
  }
}
