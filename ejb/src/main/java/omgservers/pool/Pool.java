package omgservers.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.Container;
import omgservers.pool.model.Engine;
import omgservers.pool.model.PoolServer;
import omgservers.pool.model.PoolServers;
import omgservers.pool.model.PoolServers.Occupancy;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;

/** Finds room for runtimes on the servers of the pool, and the driver that reaches it. */
@ApplicationScoped
@Transactional
public class Pool {
  /** So many thousandths of a CPU are one unit of a runtime's limit. */
  public static final int MILLIS_PER_UNIT = 10;

  private final PoolServers servers;
  private final Instance<Driver> drivers;
  private final Ids ids;
  private final Time time;

  private final Settings settings;
  private final Shards shards;
  private final Event<RoomFreed> freed;

  /** The pool of these servers. */
  @Inject
  public Pool(
      PoolServers servers,
      @Any Instance<Driver> drivers,
      Ids ids,
      Time time,
      Settings settings,
      Shards shards,
      Event<RoomFreed> freed) {
    this.servers = servers;
    this.drivers = drivers;
    this.ids = ids;
    this.time = time;
    this.settings = settings;
    this.shards = shards;
    this.freed = freed;
  }

  protected Pool() {
    this(null, null, null, null, null, null, null);
  }

  /**
   * Room that a runtime holds: where, its size, the driver that reaches it, and since when the
   * server does not answer, or null while it does.
   */
  public record Room(Site site, Capacity size, Driver driver, Instant silentSince) {}

  /** Room, or the reason why there is none. */
  public record Answer(Optional<Room> room, String reason) {}

  /**
   * What a runtime needs, in the units of the protocol: 100 is one CPU, and MiB; 0 is the default
   * of the installation. The server of the name is only taken when no other has room.
   */
  public record Need(long runtime, String image, int cpuLimit, int memoryLimit, String avoided) {}

  /** The room of the runtime: what it holds already, or what the placement gives it now. */
  public Answer take(Need need) {
    Optional<Room> held = find(need.runtime);
    if (held.isPresent()) {
      return new Answer(held, "");
    }
    Capacity size = size(need);
    Placement.Choice choice =
        Placement.choose(
            able(servers.reserveAll().stream().map(this::closedWithItsDriver).toList(), need.image),
            new Placement.Wish(size, need.avoided),
            settings.packed() ? Placement.Policy.PACKED : Placement.Policy.SPREAD);
    choice
        .server()
        .ifPresent(
            server -> servers.add(new Container(need.runtime, server.id(), size, time.now())));
    return new Answer(
        choice.server().map(server -> room(servers.get(server.id()), size)), choice.reason());
  }

  private Occupancy closedWithItsDriver(Occupancy server) {
    return driver(server.driver()).isEnabled() ? server : server.closed("has no driver here");
  }

  /**
   * Where the pool has processes and engines, an image that lies in the store of processes runs as
   * a process, and every other one as a container.
   */
  private List<Occupancy> able(List<Occupancy> all, String image) {
    boolean stored = isStored(image);
    Predicate<Occupancy> fits =
        server ->
            driver(server.driver()).isEnabled()
                && server.driver().equals(ProcessDriver.NAME) == stored;
    if (all.stream().noneMatch(fits)) {
      return all;
    }
    return all.stream()
        .map(server -> fits.test(server) ? server : server.closed("cannot run such an image"))
        .toList();
  }

  /** Whether the image lies in the store of a driver, so that no engine has to have it. */
  public boolean isStored(String image) {
    return drivers.stream().anyMatch(driver -> driver.isEnabled() && driver.holds(image));
  }

  private Capacity size(Need need) {
    int cpu = need.cpuLimit == 0 ? settings.runtimeCpu() : need.cpuLimit;
    int memory = need.memoryLimit == 0 ? settings.runtimeMemory() : need.memoryLimit;
    return Capacity.one((int) Math.min(Integer.MAX_VALUE, (long) cpu * MILLIS_PER_UNIT), memory);
  }

  /** The room that the runtime holds, if any. */
  public Optional<Room> find(long runtime) {
    return servers
        .container(runtime)
        .map(container -> room(servers.get(container.serverId()), container.size()));
  }

  private Room room(PoolServer server, Capacity size) {
    return new Room(
        Site.of(server), size, driver(server.driver()), server.unhealthySince().orElse(null));
  }

  /** The runtime needs no room any more. */
  public void release(long runtime) {
    if (servers.release(runtime)) {
      shards.afterCommit(() -> freed.fire(new RoomFreed(false)));
    }
  }

  /** The configuration has a server of this name: it is added, or changed to what is given. */
  public void offer(String name, String driver, Capacity capacity, Engine engine, int buildSlots) {
    PoolServer server =
        servers
            .named(name)
            .orElseGet(
                () -> {
                  PoolServer fresh =
                      new PoolServer(ids.anywhere(), name, driver, capacity.slots(), time.now());
                  servers.add(fresh);
                  return fresh;
                });
    server.resize(capacity);
    server.reach(engine);
    server.build(buildSlots);
  }

  /** A server with the driver that reaches it. */
  public record Reached(Site site, Driver driver, boolean answers) {}

  /** All servers of drivers that are switched on. */
  public List<Reached> reached() {
    return servers.all().stream()
        .map(
            server ->
                new Reached(
                    Site.of(server), driver(server.driver()), server.unhealthySince().isEmpty()))
        .filter(server -> server.driver.isEnabled())
        .toList();
  }

  /** All servers with what is taken of them; closed are those that get nothing now. */
  List<Occupancy> occupancies() {
    return servers.occupancies().stream().map(this::closedWithItsDriver).toList();
  }

  /** The server does not answer: it gets nothing new. */
  public void unhealthy(Site site, String reason) {
    if (servers.unhealthy(site.id(), reason, time.now())) {
      System.getLogger(Pool.class.getName())
          .log(System.Logger.Level.WARNING, "pool server {0}: {1}", site.name(), reason);
    }
  }

  /** The server answers. */
  public void healthy(Site site) {
    if (servers.healthy(site.id())) {
      System.getLogger(Pool.class.getName())
          .log(System.Logger.Level.INFO, "pool server {0} answers", site.name());
      shards.afterCommit(() -> freed.fire(new RoomFreed(true)));
    }
  }

  /** Whether the caller is to compare the server with its rows now. */
  public boolean claimInspection(Site site) {
    return servers.claimInspection(site.id(), time.now(), settings.poolInspection());
  }

  /** Who holds room on the server since when. */
  public Map<Long, Instant> holders(Site site) {
    return servers.holders(site.id());
  }

  /** Whether the server is marked for building. */
  public boolean builds(Site site) {
    return servers.find(site.id()).filter(server -> server.buildSlots() > 0).isPresent();
  }

  /** The builds that hold room on the server. */
  public Set<Long> builders(Site site) {
    return Set.copyOf(servers.builders(site.id()));
  }

  /** What tells containers of this installation from those of others. */
  public String installation() {
    return servers.installation();
  }

  /** Room that is left on a server; null is not known, and so no bound. */
  public record Free(int slots, Integer cpuMillis, Integer memoryMib) {}

  /** What is free on the server of this name, if there is one. */
  public Optional<Free> free(String name) {
    return servers.occupancies().stream()
        .filter(server -> server.name().equals(name))
        .findFirst()
        .map(
            server ->
                server.driver().equals(ProcessDriver.NAME)
                    ? Machine.free(server.free().slots())
                    : free(server.free()));
  }

  private static Free free(Capacity left) {
    return new Free(left.slots(), counted(left.cpuMillis()), counted(left.memoryMib()));
  }

  private static Integer counted(int left) {
    return left == Integer.MAX_VALUE ? null : left;
  }

  /** All drivers. */
  public List<Driver> drivers() {
    return drivers.stream().toList();
  }

  private Driver driver(String name) {
    return drivers.stream()
        .filter(driver -> driver.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no driver " + name));
  }
}
