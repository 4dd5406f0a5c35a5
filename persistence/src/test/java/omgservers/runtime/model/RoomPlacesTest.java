package omgservers.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomPlacesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Runtimes runtimes = new Runtimes(shards);
  private final RoomPlaces places = new RoomPlaces(shards);
  private final long runtime = shards.idOn(0);

  @BeforeEach
  void make() {
    RuntimePurpose purpose = new RuntimePurpose(2, 3, 4, 5, 6, 7, RuntimeQualifier.LOBBY, null);
    shards.transaction(
        () -> {
          runtimes.add(new Runtime(runtime, purpose, "demo/duel:v1", "{}", NOW));
          for (long client = 1; client <= 3; client++) {
            runtimes.add(
                new Assignment(shards.ids().beside(runtime), client, runtime, 9, null, NOW));
          }
        });
  }

  @Test
  void areNowhereAtFirst() {
    assertThat(shards.inTransaction(() -> places.find(runtime))).isEmpty();
    assertThat(shards.inTransaction(() -> places.find(shards.idOn(0)))).isEmpty();
  }

  @Test
  void moveToAnInstance() {
    shards.transaction(() -> places.move(runtime, "a"));
    shards.transaction(() -> places.move(runtime, "b"));
    assertThat(shards.inTransaction(() -> places.find(runtime))).contains("b");
  }

  @Test
  void rememberWhoWasAskedToComeWhileTheyAreThere() {
    shards.transaction(
        () -> {
          places.asked(runtime, 1);
          places.asked(runtime, 3);
          places.asked(runtime, 3);
          places.asked(runtime, 4);
        });
    assertThat(shards.inTransaction(() -> places.asked(runtime))).containsExactly(1L, 3L);
    shards.transaction(() -> runtimes.remove(runtimes.assignment(runtime, 1).orElseThrow()));
    assertThat(shards.inTransaction(() -> places.asked(runtime))).containsExactly(3L);
  }
}
