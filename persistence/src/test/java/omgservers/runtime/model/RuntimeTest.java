package omgservers.runtime.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuntimeTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Runtime runtime =
      new Runtime(
          1,
          new RuntimePurpose(2, 3, 4, 5, 6, 7, RuntimeQualifier.MATCH, "duel"),
          "demo/duel:v1",
          "{}",
          NOW);

  private void start() {
    runtime.placed("local");
    runtime.starting("hash");
    runtime.started(NOW);
  }

  @Test
  void looksForRoomElsewhereWhenItsStartFailed() {
    runtime.placed("eu-1");
    runtime.starting("hash");
    runtime.startFailed("no image", NOW.plusSeconds(2));
    assertThat(runtime.state()).isEqualTo(Runtime.State.PENDING);
    assertThat(runtime.avoidedServer()).contains("eu-1");
    assertThat(runtime.poolServer()).isEmpty();
    assertThat(runtime.reason()).contains("no image");
    assertThat(runtime.starts()).isEqualTo(1);
  }

  @Test
  void isNotLookedAtWhileItIsHeardOf() {
    start();
    runtime.cameUp(NOW);
    runtime.heard(NOW, NOW.plusSeconds(30));
    runtime.dueBy(NOW.plusSeconds(40));
    assertThat(runtime.seen()).contains(NOW);
    runtime.exited(137, true);
    assertThat(runtime.exitCode()).contains(137);
    assertThat(runtime.isOutOfMemory()).isTrue();
  }

  @Test
  void goesFromPendingOverStartingToReady() {
    assertThat(runtime.state()).isEqualTo(Runtime.State.PENDING);
    start();
    assertThat(runtime.state()).isEqualTo(Runtime.State.STARTING);
    assertThat(runtime.cameUp(NOW)).isTrue();
    assertThat(runtime.state()).isEqualTo(Runtime.State.READY);
    assertThat(runtime.isLive()).isTrue();
  }

  @Test
  void comesUpOnceHoweverOftenItCallsIn() {
    start();
    assertThat(runtime.cameUp(NOW)).isTrue();
    assertThat(runtime.cameUp(NOW.plusSeconds(1))).isFalse();
    assertThat(runtime.readyAt()).contains(NOW);
  }

  @Test
  void refusesToComeUpBeforeItWasStarted() {
    assertThatThrownBy(() -> runtime.cameUp(NOW)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsTheFirstReasonOfItsEnd() {
    runtime.close("crashed", NOW);
    runtime.close("another", NOW.plusSeconds(1));
    assertThat(runtime.closingAt()).contains(NOW);
    assertThat(runtime.endReason()).contains("crashed");
    assertThat(runtime.isLive()).isFalse();
  }

  @Test
  void endsOnlyAfterItWasClosed() {
    assertThatThrownBy(() -> runtime.ended(NOW, NOW)).isInstanceOf(IllegalStateException.class);
    runtime.close("done", NOW);
    runtime.ended(NOW, NOW);
    assertThat(runtime.state()).isEqualTo(Runtime.State.ENDED);
  }
}
