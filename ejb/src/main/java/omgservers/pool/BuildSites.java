package omgservers.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omgservers.pool.docker.DockerDriver;
import omgservers.pool.model.BuildRoom;
import omgservers.pool.model.BuildRooms;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.PoolServer;
import omgservers.pool.model.PoolServers;
import omgservers.pool.model.PoolServers.Occupancy;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;

/** Finds room for builds on the servers of the pool that are marked for it. */
@ApplicationScoped
@Transactional
public class BuildSites {
  private final BuildRooms rooms;
  private final PoolServers servers;
  private final Settings settings;
  private final Time time;
  private final Shards shards;
  private final Event<RoomFreed> freed;

  /** Room on these servers. */
  @Inject
  public BuildSites(
      BuildRooms rooms,
      PoolServers servers,
      Settings settings,
      Time time,
      Shards shards,
      Event<RoomFreed> freed) {
    this.rooms = rooms;
    this.servers = servers;
    this.settings = settings;
    this.time = time;
    this.shards = shards;
    this.freed = freed;
  }

  protected BuildSites() {
    this(null, null, null, null, null, null);
  }

  /** Room on a server, or the reason why there is none. */
  public record Answer(Optional<Site> site, String reason) {}

  /** The room of the build: what it holds already, or what it is given now. */
  public Answer take(long build) {
    Optional<Site> held = find(build);
    if (held.isPresent()) {
      return new Answer(held, "");
    }
    List<PoolServer> builders = rooms.reserveAll();
    if (builders.isEmpty() || !settings.dockerDriver()) {
      return none("No pool server is marked for building.");
    }
    List<PoolServer> open = builders.stream().filter(BuildSites::takesBuilds).toList();
    if (open.isEmpty()) {
      return none("The pool servers that build drain, or do not answer.");
    }
    Map<Long, Integer> used = rooms.used();
    List<PoolServer> unused =
        open.stream()
            .filter(server -> used.getOrDefault(server.id(), 0) < server.buildSlots())
            .toList();
    if (unused.isEmpty()) {
      return none("All build slots of the pool are taken.");
    }
    Capacity size = size();
    Map<Long, Occupancy> rest =
        servers.occupancies().stream()
            .collect(Collectors.toMap(Occupancy::id, occupancy -> occupancy));
    Optional<PoolServer> chosen =
        unused.stream()
            .filter(server -> holds(rest.get(server.id()).free(), size))
            .min(Comparator.comparing(server -> used.getOrDefault(server.id(), 0)));
    if (chosen.isEmpty()) {
      return none(
          "No pool server that builds has %d MiB of memory and %d.%02d CPUs free."
              .formatted(
                  size.memoryMib(), size.cpuMillis() / 1_000, size.cpuMillis() % 1_000 / 10));
    }
    rooms.add(new BuildRoom(build, chosen.get().id(), size, time.now()));
    return new Answer(chosen.map(Site::of), "");
  }

  private static Answer none(String reason) {
    return new Answer(Optional.empty(), reason);
  }

  private static boolean takesBuilds(PoolServer server) {
    return server.driver().equals(DockerDriver.NAME)
        && !server.isDraining()
        && server.unhealthySince().isEmpty();
  }

  private static boolean holds(Capacity free, Capacity size) {
    return free.cpuMillis() >= size.cpuMillis() && free.memoryMib() >= size.memoryMib();
  }

  private Capacity size() {
    return Capacity.one(settings.builderCpu() * Pool.MILLIS_PER_UNIT, settings.builderStepMemory());
  }

  /** Where the build holds room, if it does. */
  public Optional<Site> find(long build) {
    return rooms.find(build).map(room -> Site.of(servers.get(room.serverId())));
  }

  /** The build needs no room any more. */
  public void release(long build) {
    if (rooms.release(build)) {
      shards.afterCommit(() -> freed.fire(new RoomFreed(false)));
    }
  }
}
