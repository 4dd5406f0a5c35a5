package omgservers.pool.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omgservers.shared.sharding.Shards;

/** The room for builds on pool servers, in the directory. */
@ApplicationScoped
public class BuildRooms {
  private final Shards shards;

  /** Rooms in the directory of these shards. */
  @Inject
  public BuildRooms(Shards shards) {
    this.shards = shards;
  }

  protected BuildRooms() {
    this(null);
  }

  /** All servers that build, locked so that two builds never take the same room. */
  public List<PoolServer> reserveAll() {
    shards
        .directory()
        .createNativeQuery("select id from pool_server order by id for update")
        .setMaxResults(PoolServers.SERVERS_MAX)
        .getResultList();
    return shards
        .directory()
        .createQuery(
            "select s from PoolServer s where s.buildSlots > 0 order by s.name", PoolServer.class)
        .setMaxResults(PoolServers.SERVERS_MAX)
        .getResultList();
  }

  /** How many builds hold room on each server; one without any is left out. */
  public Map<Long, Integer> used() {
    return shards
        .directory()
        .createQuery(
            "select r.serverId, count(r) from BuildRoom r group by r.serverId", Object[].class)
        .getResultStream()
        .collect(Collectors.toMap(row -> (Long) row[0], row -> ((Long) row[1]).intValue()));
  }

  /** Room that the build holds, if it does. */
  public Optional<BuildRoom> find(long build) {
    return Optional.ofNullable(shards.directory().find(BuildRoom.class, build));
  }

  /** The build takes room. */
  public void add(BuildRoom room) {
    shards.directory().persist(room);
  }

  /** The build gives its room back; false when it had none. */
  public boolean release(long build) {
    Optional<BuildRoom> held = find(build);
    held.ifPresent(shards.directory()::remove);
    return held.isPresent();
  }
}
