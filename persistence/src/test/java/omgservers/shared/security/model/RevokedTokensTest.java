package omgservers.shared.security.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class RevokedTokensTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00.123Z");

  private final TestShards shards = TestShards.get();
  private final RevokedTokens tokens = new RevokedTokens(shards);

  private List<Revoked> after(Instant moment) {
    return shards.inTransaction(() -> tokens.after(moment));
  }

  @Test
  void keepsTheLatestMomentOfEach() {
    long user = shards.ids().anywhere();
    for (Instant moment : List.of(NOW, NOW.plusSeconds(2), NOW.plusSeconds(1))) {
      shards.transaction(() -> tokens.add(new Revoked(user, moment)));
    }
    assertThat(after(NOW.minusSeconds(1)))
        .filteredOn(revoked -> revoked.subjectId() == user)
        .containsExactly(new Revoked(user, NOW.plusSeconds(2)));
    assertThat(after(NOW.plusSeconds(2))).extracting(Revoked::subjectId).doesNotContain(user);
  }

  @Test
  void forgetsWhatIsOlderThanAllTokens() {
    long old = shards.ids().anywhere();
    long fresh = shards.ids().anywhere();
    shards.transaction(() -> tokens.add(new Revoked(old, NOW.minusSeconds(10))));
    shards.transaction(() -> tokens.add(new Revoked(fresh, NOW)));
    shards.transaction(() -> tokens.prune(NOW));
    assertThat(after(Instant.EPOCH))
        .extracting(Revoked::subjectId)
        .contains(fresh)
        .doesNotContain(old);
  }
}
