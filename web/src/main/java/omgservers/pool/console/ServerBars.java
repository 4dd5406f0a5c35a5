package omgservers.pool.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import omgservers.installation.Concern;
import omgservers.installation.Pulse;
import omgservers.installation.console.ConcernLines;
import omgservers.pool.PoolAdministration;
import omgservers.pool.PoolAdministration.RoomFact;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.console.Words;
import omgservers.shared.platform.Json;
import omgservers.tenancy.Caller;

/** How full the servers of the pool are, and what waits for room, as it changes. */
@ApplicationScoped
public class ServerBars implements LiveTopic {
  private static final double MILLIS = 1_000;

  private final PoolAdministration pool;
  private final Pulse pulse;
  private final ConcernLines lines;
  private final Words words;

  /** Bars of this pool. */
  @Inject
  public ServerBars(PoolAdministration pool, Pulse pulse, ConcernLines lines, Words words) {
    this.pool = pool;
    this.pulse = pulse;
    this.lines = lines;
    this.words = words;
  }

  protected ServerBars() {
    this(null, null, null, null);
  }

  /** How full a server is: game servers, CPUs and MiB; 0 where a server does not count it. */
  public record Bar(
      int used, int slots, Double cpuUsed, Double cpus, int memoryUsed, int memoryMib) {
    static Bar of(RoomFact room) {
      return new Bar(
          room.used().slots(),
          room.total().slots(),
          room.used().cpuMillis() / MILLIS,
          room.total().cpuMillis() / MILLIS,
          room.used().memoryMib(),
          room.total().memoryMib());
    }
  }

  /** All of it: servers by "s" and their id, and what waits for room. */
  public record Figures(Map<String, Bar> servers, List<ConcernLines.Line> concerns) {}

  @Override
  public String name() {
    return "pool";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    // Who may not see it is refused before anything is sent.
    pool.drivers(caller);
    return new Seen("pool", () -> Json.write(now(caller)));
  }

  /** How it is now. */
  Figures now(Caller caller) {
    Map<String, Bar> bars =
        pool.rooms(caller).stream()
            .collect(Collectors.toMap(room -> "s" + room.serverId(), Bar::of));
    List<Concern> waiting =
        pulse.concerns(caller).stream()
            .filter(concern -> concern.kind() == Concern.Kind.NO_ROOM)
            .toList();
    return new Figures(bars, lines.of(waiting, words));
  }
}
