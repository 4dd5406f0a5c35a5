package omgservers.pool.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** The servers of the pool and the room that runtimes hold on them, in the directory. */
@ApplicationScoped
public class PoolServers {
  /** An installation has at most this many pool servers. */
  public static final int SERVERS_MAX = 1_000;

  private final Shards shards;

  /** Pool servers in the directory of these shards. */
  @Inject
  public PoolServers(Shards shards) {
    this.shards = shards;
  }

  protected PoolServers() {
    this(null);
  }

  /** A server that takes game servers, with the number of containers on it. */
  public record Occupancy(long id, String name, String driver, int slots, int used) {
    /** How many more game servers fit. */
    public int free() {
      return slots - used;
    }
  }

  /** All servers that do not drain, locked so that two placements never overbook one. */
  public List<Occupancy> reserveAll() {
    shards
        .directory()
        .createNativeQuery("select id from pool_server order by id for update")
        .setMaxResults(SERVERS_MAX)
        .getResultList();
    List<?> rows =
        shards
            .directory()
            .createNativeQuery(
                """
                select s.id, s.name, s.driver, s.slots, count(c.runtime_id)
                from pool_server s left join container c on c.server_id = s.id
                where not s.draining
                group by s.id, s.name, s.driver, s.slots order by s.id
                """)
            .setMaxResults(SERVERS_MAX)
            .getResultList();
    return rows.stream().map(row -> occupancy((Object[]) row)).toList();
  }

  private static Occupancy occupancy(Object[] row) {
    return new Occupancy(
        ((Number) row[0]).longValue(),
        (String) row[1],
        (String) row[2],
        ((Number) row[3]).intValue(),
        ((Number) row[4]).intValue());
  }

  /** The server of this name, if there is one. */
  public Optional<PoolServer> named(String name) {
    return shards
        .directory()
        .createQuery("select s from PoolServer s where s.name = :name", PoolServer.class)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  /** The server of this name, locked until the transaction ends, if there is one. */
  public Optional<PoolServer> lockNamed(String name) {
    return shards
        .directory()
        .createQuery("select s from PoolServer s where s.name = :name", PoolServer.class)
        .setParameter("name", name)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst();
  }

  /** Nobody else adds a server before the transaction ends. */
  public void lockAll() {
    shards
        .directory()
        .createNativeQuery("lock table pool_server in share row exclusive mode")
        .executeUpdate();
  }

  /** The servers of the slice. */
  public List<PoolServer> list(Slice slice) {
    return new Listing<>(PoolServer.class, slice).fetch(shards.directory());
  }

  /** How many servers there are. */
  public int count() {
    return shards
        .directory()
        .createQuery("select count(s) from PoolServer s", Long.class)
        .getSingleResult()
        .intValue();
  }

  /** How many containers are on each of these servers; a server without any is left out. */
  public Map<Long, Integer> used(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return shards
        .directory()
        .createQuery(
            """
            select c.serverId, count(c) from Container c where c.serverId in :ids
            group by c.serverId
            """,
            Object[].class)
        .setParameter("ids", ids)
        .getResultStream()
        .collect(Collectors.toMap(row -> (Long) row[0], row -> ((Long) row[1]).intValue()));
  }

  /** Containers of the slice, of one server or, without one, of all. */
  public List<Container> containers(Long server, Slice slice) {
    return new Listing<>(Container.class, slice)
        .by("runtimeId")
        .where("e.serverId = :server", "server", server)
        .fetch(shards.directory());
  }

  /** The server with what was changed of it, so that its version is the new one. */
  public PoolServer changed(PoolServer server) {
    shards.directory().flush();
    return server;
  }

  /** The server is there no more. */
  public void remove(PoolServer server) {
    shards.directory().remove(server);
  }

  /** A new server. */
  public void add(PoolServer server) {
    shards.directory().persist(server);
  }

  /** The server. */
  public PoolServer get(long id) {
    return Optional.ofNullable(shards.directory().find(PoolServer.class, id)).orElseThrow();
  }

  /** Room that the runtime holds, if it does. */
  public Optional<Container> container(long runtime) {
    return Optional.ofNullable(shards.directory().find(Container.class, runtime));
  }

  /** The runtime takes room. */
  public void add(Container container) {
    shards.directory().persist(container);
  }

  /** The runtime gives its room back, if it has any. */
  public void release(long runtime) {
    container(runtime).ifPresent(shards.directory()::remove);
  }
}
