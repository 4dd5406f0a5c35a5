package omgservers.removal.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.deployment.model.Deployment;
import omgservers.deployment.model.Deployments;
import omgservers.deployment.model.Lobby;
import omgservers.deployment.model.LobbySeat;
import omgservers.player.model.Client;
import omgservers.player.model.Player;
import omgservers.player.model.Players;
import omgservers.registry.model.Version;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.outbox.Letters;
import omgservers.shared.sharding.TestShards;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Project;
import omgservers.tenancy.model.Removal;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Stage;
import omgservers.tenancy.model.Tenant;
import omgservers.tenancy.model.Tenants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant on shard 0 with a project and two stages; players and a runtime on shard 1. */
class RemainsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Remains remains = new Remains(shards);
  private final Tenants tenants = new Tenants(shards);
  private final Deployments deployments = new Deployments(shards);
  private final long tenant = shards.idOn(0);
  private final long project = shards.ids().beside(tenant);
  private final long live = shards.ids().beside(tenant);
  private final long test = shards.ids().beside(tenant);
  private final long version = shards.ids().beside(tenant);
  private final long matchmaker = shards.idOn(1);
  private final Deployment deployment =
      new Deployment(
          shards.ids().beside(tenant), tenant, project, live, version, matchmaker, "{}", NOW);

  @BeforeEach
  void build() {
    shards.transaction(
        () -> {
          tenants.add(tenant, new Tenant(tenant, NOW));
          tenants.add(project, new Project(project, tenant, NOW));
          tenants.add(live, new Stage(live, tenant, project, NOW));
          tenants.add(test, new Stage(test, tenant, project, NOW));
          tenants.add(version, new Version(version, tenant, project, "{}", NOW));
          deployments.add(deployment);
        });
    long user = shards.idOn(1);
    long player = shards.ids().beside(user);
    long client = shards.ids().beside(user);
    long runtime = shards.idOn(1);
    shards.transaction(
        () -> {
          new Accounts(shards).add(new Account(user, Role.PLAYER, "", NOW));
          new Players(shards).add(new Player(player, user, live, NOW));
          Client playing =
              new Client(client, user, player, tenant, live, deployment.id(), matchmaker, NOW);
          new Players(shards).add(playing);
          RuntimePurpose purpose =
              new RuntimePurpose(
                  tenant,
                  live,
                  deployment.id(),
                  version,
                  matchmaker,
                  1,
                  RuntimeQualifier.LOBBY,
                  null);
          new Runtimes(shards).add(new Runtime(runtime, purpose, "demo/duel:1", "{}", NOW));
        });
  }

  @Test
  void areCountedFromTheStageToTheTenant() {
    Remains.Estate stage = shards.inTransaction(() -> remains.ofStage(live));
    assertThat(stage.left()).isEqualTo(new Left(1, 0, 0, 0, 0, 0, 0));
    Remains.Estate other = shards.inTransaction(() -> remains.ofStage(test));
    assertThat(other.left()).isEqualTo(Left.NONE);
    Remains.Estate all = shards.inTransaction(() -> remains.ofProject(project));
    assertThat(all.left()).isEqualTo(new Left(1, 0, 0, 0, 1, 2, 0));
    assertThat(all.stages()).containsExactly(live, test);
    Remains.Estate estate = shards.inTransaction(() -> remains.ofTenant(tenant));
    assertThat(estate.left()).isEqualTo(new Left(1, 0, 0, 0, 1, 2, 1));
    assertThat(estate.stages()).containsExactly(live, test);
  }

  @Test
  void areCountedOnEachShardForItself() {
    assertThat(shards.inTransaction(() -> remains.playing(0, List.of(live, test))))
        .isEqualTo(Left.NONE);
    assertThat(shards.inTransaction(() -> remains.playing(1, List.of(live, test))))
        .isEqualTo(new Left(0, 1, 1, 1, 0, 0, 0));
    assertThat(shards.inTransaction(() -> remains.playing(1, List.of(test)))).isEqualTo(Left.NONE);
    assertThat(shards.inTransaction(() -> remains.playing(1, List.of()))).isEqualTo(Left.NONE);
  }

  @Test
  void tellWhatIsNotGoingYet() {
    shards.transaction(
        () ->
            tenants
                .lockStage(tenant, live)
                .orElseThrow()
                .delete(new Removal.Beginner(7, Role.SUPPORT), NOW));
    assertThat(shards.inTransaction(() -> remains.activeStages(project, 10))).containsExactly(test);
    assertThat(shards.inTransaction(() -> remains.activeVersions(project, 10)))
        .containsExactly(version);
    assertThat(shards.inTransaction(() -> remains.activeProjects(tenant, 10)))
        .containsExactly(project);
    assertThat(shards.inTransaction(() -> remains.activeStages(project, 1))).hasSize(1);
  }

  private void close() {
    shards.transaction(
        () -> {
          Deployment open = deployments.lock(deployment.id()).orElseThrow();
          open.endBy(NOW, "It goes.");
          open.close(NOW);
        });
  }

  private List<Long> over() {
    return shards.inTransaction(() -> deployments.over(live, 10)).stream()
        .map(Deployments.Over::id)
        .toList();
  }

  @Test
  void ofADeploymentMayGoWhenItIsClosedWithoutLobbiesAndLetters() {
    assertThat(over()).isEmpty();
    close();
    assertThat(over()).containsExactly(deployment.id());
    long lobby = shards.ids().beside(tenant);
    shards.transaction(() -> deployments.add(new Lobby(lobby, deployment.id(), 1, NOW)));
    assertThat(over()).isEmpty();
    shards.transaction(() -> deployments.lobby(lobby).ifPresent(deployments::remove));
    shards.transaction(
        () -> new Letters(shards, shards.holdings()).add(0, matchmaker, "x", "{}", NOW));
    assertThat(over()).isEmpty();
    shards.transaction(
        () ->
            shards
                .shard(0)
                .createNativeQuery("delete from outbox where receiver = ?1")
                .setParameter(1, matchmaker)
                .executeUpdate());
    assertThat(over()).containsExactly(deployment.id());
  }

  @Test
  void ofADeploymentAreItsSeatsToo() {
    long client = shards.ids().beside(tenant);
    shards.transaction(() -> deployments.add(new LobbySeat(client, deployment.id(), NOW)));
    assertThat(shards.inTransaction(() -> deployments.removeSeats(deployment.id()))).isEqualTo(1);
    assertThat(shards.inTransaction(() -> deployments.removeSeats(deployment.id()))).isZero();
  }
}
