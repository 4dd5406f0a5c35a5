package omgservers.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import omgservers.tenancy.model.LockOut;
import org.junit.jupiter.api.Test;

class StrangersTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private final Strangers strangers = new Strangers();

  @Test
  void locksOutANameLikeAnAccount() {
    for (int i = 0; i < LockOut.FAILURES_FREE; i++) {
      assertThat(strangers.lockOut("nobody").pause(NOW)).isEmpty();
      strangers.refused("nobody", NOW);
    }
    assertThat(strangers.lockOut("nobody").pause(NOW)).contains(LockOut.PAUSE_FIRST);
    assertThat(strangers.lockOut("another")).isEqualTo(LockOut.NONE);
  }

  @Test
  void remembersTheLatestNamesOnly() {
    strangers.refused("first", NOW);
    for (int i = 0; i < Strangers.NAMES_MAX; i++) {
      strangers.refused("name" + i, NOW);
    }
    assertThat(strangers.lockOut("first")).isEqualTo(LockOut.NONE);
    assertThat(strangers.lockOut("name0").failures()).isEqualTo(1);
  }
}
