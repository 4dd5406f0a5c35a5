package omgservers.pool.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class PoolServersTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final PoolServers servers = new PoolServers(shards);
  private final long id = shards.ids().anywhere();
  private final String name = "server-" + id;

  private void add() {
    shards.transaction(() -> servers.add(new PoolServer(id, name, "process", 4, NOON)));
  }

  private List<String> offered() {
    return shards.inTransaction(servers::reserveAll).stream()
        .filter(server -> server.closed() == null)
        .map(PoolServers.Occupancy::name)
        .toList();
  }

  @Test
  void giveNoRoomWhileTheyDrain() {
    add();
    assertThat(offered()).contains(name);
    shards.transaction(() -> servers.lockNamed(name).orElseThrow().drain(true));
    assertThat(offered()).doesNotContain(name);
    shards.transaction(() -> servers.lockNamed(name).orElseThrow().drain(false));
    assertThat(offered()).contains(name);
  }

  @Test
  void countTheirChanges() {
    add();
    int before = shards.inTransaction(() -> servers.named(name).orElseThrow().version());
    int after =
        shards.inTransaction(
            () -> {
              PoolServer server = servers.lockNamed(name).orElseThrow();
              server.resize(8);
              return servers.changed(server).version();
            });
    assertThat(after).isEqualTo(before + 1);
    int same =
        shards.inTransaction(
            () -> {
              PoolServer server = servers.lockNamed(name).orElseThrow();
              server.resize(8);
              return servers.changed(server).version();
            });
    assertThat(same).isEqualTo(after);
  }

  @Test
  void knowTheirContainers() {
    add();
    long first = shards.ids().anywhere();
    long second = shards.ids().beside(first);
    shards.transaction(
        () -> {
          servers.add(new Container(first, id, NOON));
          servers.add(new Container(second, id, NOON));
        });
    assertThat(shards.inTransaction(() -> servers.used(List.of(id)))).containsEntry(id, 2);
    assertThat(shards.inTransaction(() -> servers.containers(id, Slice.first(10))))
        .extracting(Container::runtimeId)
        .containsExactly(second, first);
    assertThat(shards.inTransaction(() -> servers.containers(id, new Slice(10, true, second))))
        .extracting(Container::runtimeId)
        .containsExactly(first);
  }
}
