package omgservers.tenancy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private static ApiKey key(Set<Scope> scopes) {
    ApiKey.Reach reach = new ApiKey.Reach(scopes, null, NOW.plusSeconds(60));
    return new ApiKey(1, 2, "ci", reach, "hash", NOW);
  }

  @Test
  void keepsExactlyItsScopes() {
    for (Scope scope : Scope.values()) {
      assertThat(key(Set.of(scope)).scopes()).containsExactly(scope);
    }
    assertThat(key(EnumSet.allOf(Scope.class)).scopes()).isEqualTo(Scope.ALL);
  }

  @Test
  void isGoodUntilItsEnd() {
    ApiKey key = key(Set.of(Scope.READ));
    assertThat(key.isGood(NOW.plusSeconds(60).minusMillis(1))).isTrue();
    assertThat(key.isGood(NOW.plusSeconds(60))).isFalse();
  }

  @Test
  void notesAUseOnlyOnceInAWhile() {
    ApiKey key = key(Set.of(Scope.READ));
    assertThat(key.lastUsed()).isEmpty();
    key.used(NOW);
    key.used(NOW.plus(ApiKey.USE_PAUSE).minusMillis(1));
    assertThat(key.lastUsed()).contains(NOW);
    key.used(NOW.plus(ApiKey.USE_PAUSE));
    assertThat(key.lastUsed()).contains(NOW.plus(ApiKey.USE_PAUSE));
  }
}
