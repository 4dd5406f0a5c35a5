package omgservers.pool.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import omgservers.pool.model.PoolServers.Occupancy;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class PoolRoomTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final PoolServers servers = new PoolServers(shards);

  private long server(Capacity capacity) {
    long id = shards.idOn(0);
    shards.transaction(
        () -> {
          PoolServer server = new PoolServer(id, "s" + id, "docker", 1, NOW);
          server.resize(capacity);
          server.reach(Engine.at("unix:///run/docker.sock", null));
          servers.add(server);
        });
    return id;
  }

  private Occupancy occupancy(long id) {
    return shards.inTransaction(
        () ->
            servers.reserveAll().stream()
                .filter(server -> server.id() == id)
                .findFirst()
                .orElseThrow());
  }

  @Test
  void countsWhatRuntimesHold() {
    long id = server(new Capacity(4, 2_000, 1_024));
    long runtime = shards.idOn(0);
    shards.transaction(() -> servers.add(new Container(runtime, id, Capacity.one(500, 256), NOW)));
    assertThat(occupancy(id).free()).isEqualTo(new Capacity(3, 1_500, 768));
    assertThat(shards.inTransaction(() -> servers.holders(id))).isEqualTo(Map.of(runtime, NOW));
    assertThat(shards.inTransaction(() -> servers.release(runtime))).isTrue();
    assertThat(shards.inTransaction(() -> servers.release(runtime))).isFalse();
    assertThat(occupancy(id).free()).isEqualTo(new Capacity(4, 2_000, 1_024));
  }

  @Test
  void givesNothingNewToAServerThatDoesNotAnswer() {
    long id = server(Capacity.slots(4));
    assertThat(occupancy(id).closed()).isNull();
    assertThat(shards.inTransaction(() -> servers.unhealthy(id, "refused", NOW))).isTrue();
    assertThat(shards.inTransaction(() -> servers.unhealthy(id, "again", NOW))).isFalse();
    assertThat(occupancy(id).closed()).isEqualTo("does not answer");
    PoolServer server = shards.inTransaction(() -> servers.get(id));
    assertThat(server.unhealthySince()).contains(NOW);
    assertThat(server.unhealthyReason()).contains("refused");
    assertThat(server.version()).as("its operator changed nothing").isEqualTo(1);
    assertThat(shards.inTransaction(() -> servers.healthy(id))).isTrue();
    assertThat(shards.inTransaction(() -> servers.healthy(id))).isFalse();
    assertThat(occupancy(id).closed()).isNull();
  }

  @Test
  void givesNothingNewToAServerThatDrains() {
    long id = server(Capacity.slots(4));
    shards.transaction(() -> servers.get(id).drain(true));
    assertThat(occupancy(id).closed()).isEqualTo("drains");
  }

  @Test
  void letsOneInstanceComparePerInterval() {
    long id = server(Capacity.slots(4));
    Duration minute = Duration.ofMinutes(1);
    assertThat(shards.inTransaction(() -> servers.claimInspection(id, NOW, minute))).isTrue();
    assertThat(shards.inTransaction(() -> servers.claimInspection(id, NOW, minute))).isFalse();
    assertThat(shards.inTransaction(() -> servers.claimInspection(id, NOW.plus(minute), minute)))
        .isTrue();
  }

  @Test
  void knowsWhichContainersAreOurs() {
    String installation = shards.inTransaction(servers::installation);
    assertThat(installation).hasSize(36);
    assertThat(shards.inTransaction(servers::installation)).isEqualTo(installation);
  }
}
