package omgservers.player.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Role;
import org.junit.jupiter.api.Test;

class PlayersTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Players players = new Players(shards);
  private final Accounts accounts = new Accounts(shards);
  private final long stage = shards.ids().anywhere();

  private Player add(int shard) {
    long user = shards.idOn(shard);
    Player player = new Player(shards.ids().beside(user), user, stage, NOW);
    shards.transaction(
        () -> {
          accounts.add(new Account(user, Role.PLAYER, "hash", NOW));
          players.add(player);
        });
    return player;
  }

  private Client client(Player player, long deployment) {
    Client client =
        new Client(
            shards.ids().beside(player.userId()),
            player.userId(),
            player.id(),
            1,
            stage,
            deployment,
            2,
            NOW);
    shards.transaction(() -> players.add(client));
    return client;
  }

  private List<Long> list(int shard, Players.Wish wish) {
    return shards
        .inTransaction(() -> players.listClients(shard, stage, wish, Slice.first(10)))
        .stream()
        .map(Client::id)
        .toList();
  }

  @Test
  void listsClientsOfTheShardByEachFilter() {
    Player ann = add(0);
    Player ben = add(0);
    Client first = client(ann, 7);
    Client second = client(ben, 8);
    Client elsewhere = client(add(1), 7);
    assertThat(list(0, new Players.Wish(null, null, null)))
        .containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(list(1, new Players.Wish(null, null, null))).containsExactly(elsewhere.id());
    assertThat(list(0, new Players.Wish(7L, null, null))).containsExactly(first.id());
    assertThat(list(0, new Players.Wish(null, ben.userId(), null))).containsExactly(second.id());
    assertThat(list(0, new Players.Wish(null, null, Client.State.PLAYING))).isEmpty();
    shards.transaction(() -> players.lockClient(first.id()).orElseThrow().delete(NOW));
    assertThat(list(0, new Players.Wish(null, null, Client.State.DELETED)))
        .containsExactly(first.id());
  }

  @Test
  void countsClientsThatHaveNotEnded() {
    long deployment = shards.ids().anywhere();
    Player ann = add(0);
    client(ann, deployment);
    Client ended = client(ann, deployment);
    shards.transaction(() -> players.lockClient(ended.id()).orElseThrow().delete(NOW));
    assertThat(shards.inTransaction(() -> players.clientCounts(0, List.of(deployment, 5L))))
        .isEqualTo(Map.of(deployment, 1L));
    assertThat(shards.inTransaction(() -> players.clientCounts(1, List.of(deployment)))).isEmpty();
  }
}
