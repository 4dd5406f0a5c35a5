package omgservers.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.Optional;
import omgservers.pool.model.Container;
import omgservers.pool.model.PoolServer;
import omgservers.pool.model.PoolServers;
import omgservers.pool.model.PoolServers.Occupancy;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Ids;

/** Finds room for runtimes on the servers of the pool, and the driver that reaches it. */
@ApplicationScoped
@Transactional
public class Pool {
  private final PoolServers servers;
  private final Instance<Driver> drivers;
  private final Ids ids;
  private final Time time;

  /** The pool of these servers. */
  @Inject
  public Pool(PoolServers servers, @Any Instance<Driver> drivers, Ids ids, Time time) {
    this.servers = servers;
    this.drivers = drivers;
    this.ids = ids;
    this.time = time;
  }

  protected Pool() {
    this(null, null, null, null);
  }

  /** Room that a runtime holds: the server's name and the driver that reaches it. */
  public record Room(String server, Driver driver) {}

  /**
   * The room of the runtime: what it holds already, or that of the least loaded server that does
   * not drain.
   */
  public Optional<Room> take(long runtime) {
    Optional<Room> held = find(runtime);
    if (held.isPresent()) {
      return held;
    }
    Optional<Occupancy> best =
        servers.reserveAll().stream()
            .filter(server -> server.free() > 0)
            .max(Comparator.comparingInt(Occupancy::free));
    best.ifPresent(server -> servers.add(new Container(runtime, server.id(), time.now())));
    return best.map(server -> new Room(server.name(), driver(server.driver())));
  }

  /** The room that the runtime holds, if any. */
  public Optional<Room> find(long runtime) {
    return servers
        .container(runtime)
        .map(container -> servers.get(container.serverId()))
        .map(server -> new Room(server.name(), driver(server.driver())));
  }

  /** The runtime needs no room any more. */
  public void release(long runtime) {
    servers.release(runtime);
  }

  /**
   * The configuration has a server of this name: it is added, or gets its slots again whatever was
   * set meanwhile. Whether it drains is left as it is.
   */
  public void offer(String name, String driver, int slots) {
    servers
        .named(name)
        .ifPresentOrElse(
            server -> server.resize(slots),
            () -> servers.add(new PoolServer(ids.anywhere(), name, driver, slots, time.now())));
  }

  /** All drivers. */
  public java.util.List<Driver> drivers() {
    return drivers.stream().toList();
  }

  private Driver driver(String name) {
    return drivers.stream()
        .filter(driver -> driver.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no driver " + name));
  }
}
