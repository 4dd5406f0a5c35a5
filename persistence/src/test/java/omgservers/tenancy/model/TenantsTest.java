package omgservers.tenancy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TenantsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Removal.Beginner ANN = new Removal.Beginner(7, Role.SUPPORT);

  private final TestShards shards = TestShards.get();
  private final Tenants tenants = new Tenants(shards);
  private final long tenant = shards.idOn(0);
  private final long project = shards.ids().beside(tenant);
  private final long stage = shards.ids().beside(tenant);

  @BeforeEach
  void build() {
    shards.transaction(
        () -> {
          tenants.add(tenant, new Tenant(tenant, NOW));
          tenants.add(project, new Project(project, tenant, NOW));
          tenants.add(stage, new Stage(stage, tenant, project, NOW));
        });
  }

  @Test
  void keepADeletionWaitingForWhoBuildsOnThem() {
    CompletableFuture<Boolean> deletion =
        shards.inTransaction(
            () -> {
              assertThat(tenants.holdTenant(tenant)).contains(Life.ACTIVE);
              assertThat(tenants.holdProject(project)).contains(Life.ACTIVE);
              assertThat(tenants.holdStage(stage)).contains(Life.ACTIVE);
              CompletableFuture<Boolean> begun =
                  CompletableFuture.supplyAsync(
                      () ->
                          shards.inTransaction(
                              () ->
                                  tenants.lockStage(tenant, stage).orElseThrow().delete(ANN, NOW)));
              awaitWaiting(begun);
              assertThat(begun).isNotDone();
              return begun;
            });
    assertThat(deletion.join()).isTrue();
    assertThat(shards.inTransaction(() -> tenants.holdStage(stage))).contains(Life.DELETING);
  }

  /** Until the other transaction waits for a lock, or is through without. */
  private void awaitWaiting(CompletableFuture<?> other) {
    while (!other.isDone() && waiting() == 0) {
      Thread.onSpinWait();
    }
  }

  private long waiting() {
    Object count =
        shards
            .shard(0)
            .createNativeQuery("select count(*) from pg_locks where not granted")
            .getSingleResult();
    return ((Number) count).longValue();
  }

  @Test
  void rememberADeletionAndWhoBeganIt() {
    shards.transaction(() -> tenants.lockTenant(tenant).orElseThrow().delete(ANN, NOW));
    Removal removal = shards.inTransaction(() -> tenants.tenant(tenant).orElseThrow().removal());
    assertThat(removal.since()).contains(NOW);
    assertThat(removal.beginner()).isEqualTo(ANN);
  }

  @Test
  void giveANameBelowAScopeOnceAndAgainWhenItIsFree() {
    long other = shards.ids().beside(tenant);
    assertThat(name(stage)).isTrue();
    assertThat(name(other)).isFalse();
    assertThat(shards.inTransaction(() -> tenants.named(project, "live"))).contains(stage);
    assertThat(shards.inTransaction(() -> tenants.forgetSome(stage))).isFalse();
    assertThat(name(other)).isTrue();
  }

  private boolean name(long id) {
    return shards.inTransaction(() -> tenants.name(tenant, project, new Alias(id, "live", NOW)));
  }

  @Test
  void forgetNamesAndPermissionsOfOneThingOnly() {
    name(stage);
    shards.transaction(
        () -> {
          permit(stage, Right.STAGE_VIEWER);
          permit(project, Right.PROJECT_VIEWER);
        });
    assertThat(shards.inTransaction(() -> tenants.forgetSome(stage))).isFalse();
    assertThat(shards.inTransaction(() -> tenants.names(stage))).isEmpty();
    assertThat(shards.inTransaction(() -> tenants.permissions(stage))).isEmpty();
    assertThat(shards.inTransaction(() -> tenants.permissions(project))).hasSize(1);
  }

  @Test
  void forgetManyNamesInSeveralSteps() {
    shards.transaction(
        () -> {
          for (int i = 0; i < Tenants.FORGOTTEN_MAX; i++) {
            tenants.name(tenant, project, new Alias(stage, "live-" + i, NOW));
          }
        });
    assertThat(shards.inTransaction(() -> tenants.forgetSome(stage))).isTrue();
    assertThat(shards.inTransaction(() -> tenants.forgetSome(stage))).isFalse();
  }

  private void permit(long entity, Right right) {
    long id = shards.ids().beside(tenant);
    tenants.add(id, new Permission(id, tenant, entity, 9, right, NOW));
  }
}
