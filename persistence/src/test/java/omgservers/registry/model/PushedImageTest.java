package omgservers.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omgservers.registry.model.PushedImages.Arrival;
import omgservers.registry.model.PushedImages.Layer;
import omgservers.registry.model.PushedImages.Tag;
import omgservers.shared.sharding.TestShards;
import omgservers.tenancy.model.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushedImageTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String REPOSITORY = "acme/arena";
  private static final String ONE = "sha256:" + "1".repeat(64);
  private static final String TWO = "sha256:" + "2".repeat(64);

  private final TestShards shards = TestShards.get();
  private final PushedImages images = new PushedImages(shards);
  private final long tenant = shards.idOn(0);
  private final long project = shards.ids().beside(tenant);
  private final String repository = REPOSITORY + project;

  @BeforeEach
  void build() {
    shards.transaction(() -> shards.of(tenant).persist(new Tenant(tenant, NOW)));
  }

  private boolean arrive(String digest, Long by, Instant at) {
    Arrival arrival =
        new Arrival(shards.ids().beside(tenant), tenant, project, repository, digest, by, at);
    return shards.inTransaction(() -> images.add(arrival, NOW));
  }

  private void change(String digest, java.util.function.Consumer<PushedImage> change) {
    shards.transaction(() -> change.accept(images.lock(project, digest).orElseThrow()));
  }

  private PushedImage image(String digest) {
    return shards.inTransaction(() -> images.find(project, digest).orElseThrow());
  }

  private boolean move(String digest, Instant at) {
    return shards.inTransaction(
        () -> images.move(tenant, project, new Tag(repository, "latest", digest, at)));
  }

  @Test
  void arrivesOnceAndKeepsWhoPushedItWhenThatIsTold() {
    assertThat(arrive(ONE, null, NOW)).isTrue();
    assertThat(arrive(ONE, 7L, NOW)).isFalse();
    change(ONE, image -> image.pushed(7L, NOW, NOW));
    change(ONE, image -> image.pushed(8L, NOW, NOW));
    assertThat(image(ONE).pushedBy()).contains(7L);
    assertThat(image(ONE).state()).isEqualTo(PushedImage.State.ARRIVED);
  }

  @Test
  void isLookedAtAgainWhenItIsPushedAgainButNotWhenThatIsRepeated() {
    arrive(ONE, 7L, NOW);
    change(ONE, image -> image.refuse("no configuration"));
    change(ONE, image -> image.pushed(7L, NOW, NOW));
    assertThat(image(ONE).state()).isEqualTo(PushedImage.State.REFUSED);
    assertThat(image(ONE).explanation()).contains("no configuration");
    change(ONE, image -> image.pushed(7L, NOW.plusSeconds(1), NOW));
    assertThat(image(ONE).state()).isEqualTo(PushedImage.State.ARRIVED);
    assertThat(image(ONE).explanation()).isEmpty();
  }

  @Test
  void becomesAVersionOnceAndIsNotRefusedThen() {
    arrive(ONE, 7L, NOW);
    change(ONE, image -> image.become(9));
    assertThat(image(ONE).versionId()).contains(9L);
    change(ONE, image -> image.pushed(7L, NOW.plusSeconds(1), NOW));
    assertThat(image(ONE).state()).isEqualTo(PushedImage.State.VERSION);
    assertThatThrownBy(() -> image(ONE).refuse("too late"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> image(ONE).become(10)).isInstanceOf(IllegalStateException.class);
    change(ONE, image -> image.go(NOW));
    assertThat(image(ONE).versionId()).isEmpty();
  }

  @Test
  void hasTagsThatMoveForwardInTimeOnly() {
    assertThat(move(ONE, NOW)).isTrue();
    assertThat(move(ONE, NOW)).isFalse();
    assertThat(move(TWO, NOW.plusSeconds(2))).isTrue();
    assertThat(move(ONE, NOW.plusSeconds(1))).isFalse();
    assertThat(shards.inTransaction(() -> images.tagged(project, "latest"))).contains(TWO);
    assertThat(move(ONE, NOW.plusSeconds(3))).isTrue();
    assertThat(shards.inTransaction(() -> images.tagged(project, "latest"))).contains(ONE);
  }

  @Test
  void countsWhatSeveralShareOnceAndWhatGoesNotAtAll() {
    arrive(ONE, 7L, NOW);
    arrive(TWO, 7L, NOW);
    Layer base = new Layer("base", 100);
    change(ONE, image -> images.layers(image, List.of(base, new Layer("one", 10))));
    change(TWO, image -> images.layers(image, List.of(base, new Layer("two", 20))));
    assertThat(kept()).isEqualTo(130);
    change(TWO, image -> image.refuseExcess("too much", NOW));
    assertThat(kept()).isEqualTo(110);
    change(ONE, image -> image.go(NOW));
    assertThat(kept()).isZero();
    change(TWO, image -> image.freed(NOW, NOW.plus(Duration.ofDays(1))));
    assertThat(image(TWO).freedAt()).contains(NOW);
  }

  private long kept() {
    return shards.inTransaction(() -> images.kept(tenant));
  }

  @Test
  void belongsToATenantWithAQuotaOfItsOwnOrNone() {
    assertThat(shards.inTransaction(() -> images.quota(tenant))).isEmpty();
    shards.transaction(() -> images.quota(tenant, 7));
    shards.transaction(() -> images.quota(tenant, 8));
    assertThat(shards.inTransaction(() -> images.quota(tenant))).contains(8);
    shards.transaction(() -> images.quota(tenant, null));
    assertThat(shards.inTransaction(() -> images.quota(tenant))).isEmpty();
  }
}
