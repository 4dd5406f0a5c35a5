package omgservers.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import omgservers.registry.model.RepositoryNames.Owner;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class RepositoryNamesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final RepositoryNames names = new RepositoryNames(shards);

  @Test
  void belongToWhoClaimedThemFirstUntilTheyAreReleased() {
    long id = shards.idOn(0);
    String name = "acme/arena-" + id;
    Owner first = new Owner(id, id + 1);
    Owner second = new Owner(id + 2, id + 3);
    assertThat(shards.inTransaction(() -> names.find(name))).isEmpty();
    assertThat(shards.inTransaction(() -> names.claim(name, first, NOW))).isEqualTo(first);
    assertThat(shards.inTransaction(() -> names.claim(name, second, NOW))).isEqualTo(first);
    assertThat(shards.inTransaction(names::all)).contains(name);
    shards.transaction(() -> names.release(id + 1));
    assertThat(shards.inTransaction(() -> names.claim(name, second, NOW))).isEqualTo(second);
  }
}
