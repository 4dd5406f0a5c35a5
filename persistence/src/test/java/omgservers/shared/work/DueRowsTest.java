package omgservers.shared.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class DueRowsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final DueRows rows = new DueRows(shards, shards.holdings());
  private final Runtimes runtimes = new Runtimes(shards);
  private final long id = shards.idOn(0);

  private void add() {
    shards.transaction(
        () ->
            runtimes.add(
                new Runtime(
                    id,
                    new RuntimePurpose(2, 3, 4, 5, 6, 7, RuntimeQualifier.LOBBY, null),
                    "demo/duel:v1",
                    "{}",
                    NOW)));
  }

  @Test
  void areTakenByOneWorkerAtATime() {
    add();
    shards.transaction(
        () -> {
          assertThat(rows.take("runtime", 0, id, NOW)).isTrue();
          boolean another =
              CompletableFuture.supplyAsync(
                      () -> shards.inTransaction(() -> rows.take("runtime", 0, id, NOW)))
                  .join();
          assertThat(another).isFalse();
        });
    assertThat(shards.inTransaction(() -> rows.take("runtime", 0, id, NOW))).isTrue();
  }

  @Test
  void areNotTakenBeforeTheirTime() {
    add();
    assertThat(shards.inTransaction(() -> rows.take("runtime", 0, id, NOW.minusSeconds(1))))
        .isFalse();
  }

  @Test
  void tellForEachTableWhenTheFirstIsDue() {
    add();
    Map<String, Instant> next =
        shards.inTransaction(() -> rows.next(List.of("runtime", "matchmaker"), 0));
    assertThat(next).containsKey("runtime");
    assertThat(next.get("runtime")).isBeforeOrEqualTo(NOW);
  }

  @Test
  void waitLongerAfterEachFailureAndKeepTheReason() {
    add();
    shards.transaction(() -> rows.failed("runtime", 0, id, "no room", NOW));
    assertThat(shards.inTransaction(() -> rows.take("runtime", 0, id, NOW))).isFalse();
    assertThat(shards.inTransaction(() -> rows.take("runtime", 0, id, NOW.plusSeconds(2))))
        .isTrue();
    shards.transaction(() -> rows.failed("runtime", 0, id, "no room", NOW));
    assertThat(shards.inTransaction(() -> rows.take("runtime", 0, id, NOW.plusSeconds(1))))
        .isFalse();
    assertThat(shards.inTransaction(() -> runtimes.find(id).orElseThrow().reason()))
        .contains("no room");
  }

  @Test
  void thatFailedUnderAnotherAreDueAtOnce() {
    add();
    shards.transaction(() -> rows.failed("runtime", 0, id, "unknown", NOW));
    assertThat(shards.inTransaction(() -> rows.take("runtime", 0, id, NOW))).isFalse();
    shards.transaction(() -> rows.retryFailed("runtime", 0, NOW));
    assertThat(shards.inTransaction(() -> rows.take("runtime", 0, id, NOW))).isTrue();
    shards.transaction(() -> rows.failed("runtime", 0, id, "unknown", NOW));
    DueRows elsewhere = new DueRows(shards, new Holdings());
    assertThat(shards.inTransaction(() -> elsewhere.retryFailed("runtime", 0, NOW))).isZero();
  }
}
