package omgservers.deployment.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final Deployment deployment = new Deployment(1, 2, 3, 4, 5, 6, "{}", NOW);

  @Test
  void drainsOnceAndKeepsTheFirstReason() {
    assertThat(deployment.drain(NOW, "first")).isTrue();
    assertThat(deployment.drain(NOW.plusSeconds(1), "second")).isFalse();
    assertThat(deployment.endReason()).contains("first");
    assertThat(deployment.drainingSince()).contains(NOW);
    assertThat(deployment.closedAt()).isEmpty();
  }

  @Test
  void canBeHurriedWhileItDrains() {
    deployment.drain(NOW, "first");
    assertThat(deployment.endBy(NOW.plusSeconds(1), "now")).isTrue();
    assertThat(deployment.endsBy()).contains(NOW.plusSeconds(1));
    assertThat(deployment.endReason()).contains("now");
    assertThat(deployment.endBy(NOW.plusSeconds(2), "later")).isFalse();
  }

  @Test
  void endsAtOnceWhenItIsActiveToo() {
    assertThat(deployment.endBy(NOW, "now")).isTrue();
    assertThat(deployment.state()).isEqualTo(Deployment.State.DRAINING);
    deployment.close(NOW.plusSeconds(3));
    assertThat(deployment.closedAt()).contains(NOW.plusSeconds(3));
    assertThat(deployment.endBy(NOW, "again")).isFalse();
  }

  @Test
  void isNotClosedWhileItIsActive() {
    assertThatThrownBy(() -> deployment.close(NOW)).isInstanceOf(IllegalStateException.class);
  }
}
