package omgservers.deployment.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class DeploymentsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Deployments deployments = new Deployments(shards);
  private final long tenant = shards.idOn(0);
  private final long stage = shards.ids().beside(tenant);

  private Deployment add(long version) {
    Deployment made =
        new Deployment(
            shards.ids().beside(tenant),
            tenant,
            shards.ids().beside(tenant),
            stage,
            version,
            shards.ids().anywhere(),
            "{}",
            NOW);
    shards.transaction(() -> deployments.add(made));
    return made;
  }

  private void change(Deployment deployment, java.util.function.Consumer<Deployment> change) {
    shards.transaction(() -> change.accept(deployments.lock(deployment.id()).orElseThrow()));
  }

  @Test
  void tellsTheActiveOnesNewestFirst() {
    Deployment first = add(1);
    Deployment second = add(1);
    Deployment third = add(1);
    change(second, it -> it.drain(NOW, "no reason"));
    assertThat(shards.inTransaction(() -> deployments.active(stage)))
        .extracting(Deployment::id)
        .containsExactly(third.id(), first.id());
    assertThat(
            shards.inTransaction(
                () -> deployments.list(stage, Deployment.State.DRAINING, Slice.first(10))))
        .extracting(Deployment::id)
        .containsExactly(second.id());
  }

  @Test
  void findsOnlyWhatIsTheStagesOwnWhereverTheIdPoints() {
    Deployment made = add(1);
    assertThat(shards.inTransaction(() -> deployments.find(stage, made.id()))).isPresent();
    assertThat(shards.inTransaction(() -> deployments.find(tenant, made.id()))).isEmpty();
    assertThat(shards.inTransaction(() -> deployments.find(stage, shards.idOn(1)))).isEmpty();
  }

  @Test
  void tellsWhereVersionsAreDeployedUntilThatIsOver() {
    long version = shards.ids().beside(tenant);
    Deployment made = add(version);
    add(version);
    assertThat(shards.inTransaction(() -> deployments.places(tenant, List.of(version))))
        .containsExactly(new Deployments.Place(version, stage));
    deployments(version)
        .forEach(
            each ->
                change(
                    each,
                    it -> {
                      it.endBy(NOW, "test");
                      it.close(NOW);
                    }));
    assertThat(shards.inTransaction(() -> deployments.places(tenant, List.of(version)))).isEmpty();
    assertThat(shards.inTransaction(() -> deployments.find(made.id()).orElseThrow().closedAt()))
        .contains(NOW);
  }

  private List<Deployment> deployments(long version) {
    return shards.inTransaction(() -> deployments.list(stage, null, Slice.first(200))).stream()
        .filter(each -> each.versionId() == version)
        .toList();
  }

  @Test
  void countsLobbiesAndTheirClients() {
    Deployment made = add(1);
    Deployment empty = add(1);
    Lobby open = lobby(made);
    Lobby closed = lobby(made);
    shards.transaction(
        () -> {
          deployments.lobby(made.id(), closed.id()).orElseThrow().close();
          LobbySeat seat = new LobbySeat(shards.ids().anywhere(), made.id(), NOW);
          seat.take(open.id());
          deployments.add(seat);
        });
    assertThat(
            shards.inTransaction(
                () -> deployments.lobbyCounts(tenant, List.of(made.id(), empty.id()))))
        .isEqualTo(Map.of(made.id(), 1L));
    assertThat(
            shards.inTransaction(
                () -> deployments.clientCounts(tenant, List.of(open.id(), closed.id()))))
        .isEqualTo(Map.of(open.id(), 1L));
    assertThat(shards.inTransaction(() -> deployments.clientCounts(tenant, List.of()))).isEmpty();
    assertThat(shards.inTransaction(() -> deployments.listLobbies(made.id(), Slice.first(10))))
        .extracting(Lobby::id)
        .containsExactly(closed.id(), open.id());
  }

  private Lobby lobby(Deployment deployment) {
    Lobby lobby =
        new Lobby(
            shards.ids().beside(deployment.id()), deployment.id(), shards.ids().anywhere(), NOW);
    shards.transaction(() -> deployments.add(lobby));
    return lobby;
  }
}
