package omgservers.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class RuntimesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Runtimes runtimes = new Runtimes(shards);
  private final long stage = shards.ids().anywhere();

  private Runtime add(int shard, long deployment, RuntimeQualifier qualifier) {
    Runtime runtime =
        new Runtime(
            shards.idOn(shard),
            new RuntimePurpose(2, stage, deployment, 5, 6, 7, qualifier, null),
            "demo/duel:v1",
            "{}",
            NOW);
    shards.transaction(() -> runtimes.add(runtime));
    return runtime;
  }

  private List<Long> list(int shard, Runtimes.Wish wish) {
    return shards
        .inTransaction(() -> runtimes.list(shard, stage, wish, new Slice(10, false, null)))
        .stream()
        .map(Runtime::id)
        .toList();
  }

  @Test
  void listsWhatLiesOnTheShardByEachFilter() {
    Runtime lobby = add(0, 1, RuntimeQualifier.LOBBY);
    Runtime match = add(0, 2, RuntimeQualifier.MATCH);
    Runtime elsewhere = add(1, 1, RuntimeQualifier.LOBBY);
    shards.transaction(() -> runtimes.lock(match.id()).orElseThrow().close("over", NOW));
    assertThat(list(0, new Runtimes.Wish(null, null, null, null, null)))
        .containsExactly(lobby.id(), match.id());
    assertThat(list(1, new Runtimes.Wish(null, null, null, null, null)))
        .containsExactly(elsewhere.id());
    assertThat(list(0, new Runtimes.Wish(Runtime.State.CLOSING, null, null, null, null)))
        .containsExactly(match.id());
    assertThat(list(0, new Runtimes.Wish(null, RuntimeQualifier.LOBBY, null, null, null)))
        .containsExactly(lobby.id());
    assertThat(list(0, new Runtimes.Wish(null, null, 2L, null, null))).containsExactly(match.id());
    assertThat(list(0, new Runtimes.Wish(Runtime.State.PENDING, null, 2L, null, null))).isEmpty();
    assertThat(list(0, new Runtimes.Wish(null, null, 1L, 5L, "DUEL:v")))
        .containsExactly(lobby.id());
    assertThat(list(0, new Runtimes.Wish(null, null, null, 6L, null))).isEmpty();
    assertThat(list(0, new Runtimes.Wish(null, null, null, null, "over")))
        .containsExactly(match.id());
    assertThat(list(0, new Runtimes.Wish(null, null, null, null, "100%"))).isEmpty();
  }

  @Test
  void countsClientsWithoutLoadingThem() {
    Runtime full = add(0, 1, RuntimeQualifier.LOBBY);
    Runtime empty = add(0, 1, RuntimeQualifier.LOBBY);
    shards.transaction(
        () -> {
          for (int i = 0; i < 3; i++) {
            runtimes.add(
                new Assignment(
                    shards.ids().beside(full.id()),
                    shards.ids().anywhere(),
                    full.id(),
                    9,
                    null,
                    NOW));
          }
        });
    assertThat(shards.inTransaction(() -> runtimes.clientCounts(0, List.of(full.id(), empty.id()))))
        .isEqualTo(Map.of(full.id(), 3L));
    assertThat(shards.inTransaction(() -> runtimes.clientCount(full.id()))).isEqualTo(3);
    assertThat(shards.inTransaction(() -> runtimes.clientCount(empty.id()))).isZero();
  }
}
