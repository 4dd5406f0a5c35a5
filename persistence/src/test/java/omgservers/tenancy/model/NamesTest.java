package omgservers.tenancy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Names names = new Names(shards);

  private boolean add(Names.Kind kind, String name, long id) {
    return shards.inTransaction(() -> names.add(kind, name, id, NOW));
  }

  @Test
  void refusesANameThatIsTakenAndKeepsItsOwner() {
    long owner = shards.ids().anywhere();
    assertThat(add(Names.Kind.TENANT, "acme", owner)).isTrue();
    assertThat(add(Names.Kind.TENANT, "acme", shards.ids().anywhere())).isFalse();
    assertThat(shards.inTransaction(() -> names.find(Names.Kind.TENANT, "acme"))).contains(owner);
  }

  @Test
  void allowsTheSameNameForAnotherKind() {
    assertThat(add(Names.Kind.TENANT, "both", shards.ids().anywhere())).isTrue();
    assertThat(add(Names.Kind.USER, "both", shards.ids().anywhere())).isTrue();
  }

  @Test
  void knowsNothingOfFreedNames() {
    long owner = shards.ids().anywhere();
    add(Names.Kind.TENANT, "brief", owner);
    shards.transaction(() -> names.free(owner));
    assertThat(shards.inTransaction(() -> names.find(Names.Kind.TENANT, "brief"))).isEmpty();
  }
}
