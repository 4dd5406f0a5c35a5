package omgservers.tenancy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import omgservers.registry.model.Version;
import org.junit.jupiter.api.Test;

class RemovalTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Removal.Beginner ANN = new Removal.Beginner(7, Role.DEVELOPER);
  private static final Removal.Beginner BEN = new Removal.Beginner(8, Role.SUPPORT);

  private static Stream<Removable> all() {
    return List.<Removable>of(
        new Tenant(1, NOW),
        new Project(2, 1, NOW),
        new Stage(3, 1, 2, NOW),
        new Version(4, 1, 2, "{}", NOW))
        .stream();
  }

  @Test
  void knowsNothingWhileNothingIsDeleted() {
    assertThat(all())
        .allSatisfy(
            row -> {
              assertThat(row.state()).isEqualTo(Life.ACTIVE);
              assertThat(row.removal().since()).isEmpty();
              assertThat(row.removal().reason()).isEmpty();
              assertThatThrownBy(() -> row.removal().beginner())
                  .isInstanceOf(IllegalStateException.class);
            });
  }

  @Test
  void beginsOnceAndKeepsWhoBeganIt() {
    assertThat(all())
        .allSatisfy(
            row -> {
              assertThat(row.delete(ANN, NOW)).isTrue();
              assertThat(row.delete(BEN, NOW.plusSeconds(1))).isFalse();
              assertThat(row.state()).isEqualTo(Life.DELETING);
              assertThat(row.removal().since()).contains(NOW);
              assertThat(row.removal().beginner()).isEqualTo(ANN);
            });
  }

  @Test
  void saysWhatItWaitsFor() {
    Stage stage = new Stage(3, 1, 2, NOW);
    stage.delete(ANN, NOW);
    stage.removal().stepped("Left: 1 client.", NOW.plusSeconds(1));
    assertThat(stage.removal().reason()).contains("Left: 1 client.");
  }

  @Test
  void knowsWhereEverythingLies() {
    assertThat(all().map(Removable::parentId)).containsExactly(1L, 1L, 2L, 2L);
    assertThat(all().map(Removable::tenantId)).containsOnly(1L);
  }
}
