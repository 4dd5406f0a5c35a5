package omgservers.pool.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
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

  private static final int REASON_MAX = 500;

  private final Shards shards;

  /** Pool servers in the directory of these shards. */
  @Inject
  public PoolServers(Shards shards) {
    this.shards = shards;
  }

  protected PoolServers() {
    this(null);
  }

  /** A server with what is taken of its room; the text says why it takes nothing, or is null. */
  public record Occupancy(
      long id, String name, String driver, Capacity total, Capacity used, String closed) {
    /** The same, which takes nothing for this reason. */
    public Occupancy closed(String why) {
      return new Occupancy(id, name, driver, total, used, why);
    }

    /** What is left. */
    public Capacity free() {
      return total.less(used);
    }
  }

  /** All servers, locked so that two placements never overbook one. */
  public List<Occupancy> reserveAll() {
    shards
        .directory()
        .createNativeQuery("select id from pool_server order by id for update")
        .setMaxResults(SERVERS_MAX)
        .getResultList();
    return occupancies();
  }

  /** All servers, with what is taken of them at the moment. */
  public List<Occupancy> occupancies() {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery(
                """
                select s.id, s.name, s.driver, s.slots, s.cpu_millis, s.memory_mib,
                    count(c.runtime_id),
                    coalesce(sum(c.cpu_millis), 0) + (select coalesce(sum(b.cpu_millis), 0)
                        from build_room b where b.server_id = s.id),
                    coalesce(sum(c.memory_mib), 0) + (select coalesce(sum(b.memory_mib), 0)
                        from build_room b where b.server_id = s.id),
                    case when s.draining then 'drains'
                        when s.unhealthy_since is not null then 'does not answer' end
                from pool_server s left join container c on c.server_id = s.id
                group by s.id order by s.id
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
        new Capacity(number(row[3]), number(row[4]), number(row[5])),
        new Capacity(number(row[6]), number(row[7]), number(row[8])),
        (String) row[9]);
  }

  private static int number(Object value) {
    return (int) Math.min(Integer.MAX_VALUE, ((Number) value).longValue());
  }

  /** All servers, by name. */
  public List<PoolServer> all() {
    return shards
        .directory()
        .createQuery("select s from PoolServer s order by s.name", PoolServer.class)
        .setMaxResults(SERVERS_MAX)
        .getResultList();
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
    return find(id).orElseThrow();
  }

  /** The server, if it is still there. */
  public Optional<PoolServer> find(long id) {
    return Optional.ofNullable(shards.directory().find(PoolServer.class, id));
  }

  /** The server does not answer, for this reason; false when that was known before. */
  public boolean unhealthy(long id, String reason, Instant now) {
    String text = reason.length() > REASON_MAX ? reason.substring(0, REASON_MAX) : reason;
    return shards
            .directory()
            .createNativeQuery(
                """
                update pool_server set unhealthy_since = ?1, unhealthy_reason = ?2
                where id = ?3 and unhealthy_since is null
                """)
            .setParameter(1, Timestamp.from(now))
            .setParameter(2, text)
            .setParameter(3, id)
            .executeUpdate()
        == 1;
  }

  /** The server answers; false when that was known before. */
  public boolean healthy(long id) {
    return shards
            .directory()
            .createNativeQuery(
                """
                update pool_server set unhealthy_since = null, unhealthy_reason = null
                where id = ?1 and unhealthy_since is not null
                """)
            .setParameter(1, id)
            .executeUpdate()
        == 1;
  }

  /** Whoever gets true compares the server with the rows now; others did it a short while ago. */
  public boolean claimInspection(long id, Instant now, Duration every) {
    return shards
            .directory()
            .createNativeQuery(
                """
                update pool_server set inspected_at = ?1
                where id = ?2 and (inspected_at is null or inspected_at <= ?3)
                """)
            .setParameter(1, Timestamp.from(now))
            .setParameter(2, id)
            .setParameter(3, Timestamp.from(now.minus(every)))
            .executeUpdate()
        == 1;
  }

  /** Room that the runtime holds, if it does. */
  public Optional<Container> container(long runtime) {
    return Optional.ofNullable(shards.directory().find(Container.class, runtime));
  }

  /** The same, locked, so that nobody moves the runtime meanwhile. */
  public Optional<Container> lockContainer(long runtime) {
    return Optional.ofNullable(
        shards.directory().find(Container.class, runtime, LockModeType.PESSIMISTIC_WRITE));
  }

  /** Who holds room on the server since when. */
  public Map<Long, Instant> holders(long server) {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery("select runtime_id, created from container where server_id = ?1")
            .setParameter(1, server)
            .setMaxResults(Capacity.SLOTS_MAX)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .collect(
            Collectors.toMap(
                row -> ((Number) row[0]).longValue(), row -> ((Timestamp) row[1]).toInstant()));
  }

  /** The runtime takes room. */
  public void add(Container container) {
    shards.directory().persist(container);
  }

  /** The runtime gives its room back; false when it had none. */
  public boolean release(long runtime) {
    Optional<Container> held = container(runtime);
    held.ifPresent(shards.directory()::remove);
    return held.isPresent();
  }

  /** The builds that hold room on the server. */
  public List<Long> builders(long server) {
    return shards
        .directory()
        .createQuery("select r.buildId from BuildRoom r where r.serverId = :server", Long.class)
        .setParameter("server", server)
        .getResultList();
  }

  /** What tells containers of this installation from those of others on the same engine. */
  public String installation() {
    return shards
        .directory()
        .createNativeQuery("select cast(id as text) from installation")
        .getSingleResult()
        .toString();
  }
}
