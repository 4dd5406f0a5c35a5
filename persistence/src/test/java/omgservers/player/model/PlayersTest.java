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

  @Test
  void growsInVersionWithEveryChangeOfTheProfile() {
    Player ann = add(0);
    int before = ann.version();
    int after =
        shards.inTransaction(
            () -> {
              Player player = players.lock(ann.userId(), stage).orElseThrow();
              player.keep("{\"level\":9007199254740993}");
              players.flush(player);
              return player.version();
            });
    assertThat(after).isEqualTo(before + 1);
    shards.transaction(() -> players.lock(ann.id()).orElseThrow().keep("[]"));
    Player read = shards.inTransaction(() -> players.find(ann.userId(), stage).orElseThrow());
    assertThat(read.version()).isEqualTo(before + 2);
    assertThat(read.profile()).isEqualTo("[]");
  }

  @Test
  void keepsNoProfileOfAPlayerWhoIsErased() {
    Player ann = add(0);
    assertThat(shards.inTransaction(() -> players.isErased(ann.id()))).isFalse();
    shards.transaction(
        () -> {
          Player player = players.lock(ann.id()).orElseThrow();
          player.keep("{\"level\":1}");
          assertThat(player.erase()).isTrue();
          assertThat(player.erase()).isFalse();
          player.keep("{\"level\":2}");
        });
    assertThat(shards.inTransaction(() -> players.isErased(ann.id()))).isTrue();
    assertThat(shards.inTransaction(() -> players.get(ann.id()).profile())).isEqualTo("{}");
  }

  @Test
  void listsPlayersOfTheStageAndKnowsWhetherAUserPlays() {
    Player ann = add(0);
    Player ben = add(0);
    assertThat(listed(null)).containsExactlyInAnyOrder(ann.id(), ben.id());
    assertThat(listed(ben.userId())).containsExactly(ben.id());
    assertThat(listed(5L)).isEmpty();
    shards.transaction(() -> players.remove(players.lock(ann.id()).orElseThrow()));
    assertThat(shards.inTransaction(() -> players.playsAnywhere(ann.userId()))).isFalse();
    assertThat(shards.inTransaction(() -> players.playsAnywhere(ben.userId()))).isTrue();
  }

  private List<Long> listed(Long user) {
    return shards.inTransaction(() -> players.list(0, stage, user, Slice.first(10))).stream()
        .map(Player::id)
        .toList();
  }

  @Test
  void tellsTheClientsOfAPlayerAndWhichLive() {
    Player ann = add(0);
    Client ended = client(ann, 7);
    Client living = client(ann, 7);
    client(add(0), 7);
    shards.transaction(
        () -> {
          Client client = players.lockClient(ended.id()).orElseThrow();
          client.delete(NOW.plusSeconds(9));
          client.forgetBy(NOW);
        });
    assertThat(shards.inTransaction(() -> players.clientsOf(ann, 10)))
        .extracting(Client::id)
        .containsExactly(living.id(), ended.id());
    assertThat(shards.inTransaction(() -> players.livingClientsOf(ann, 10)))
        .extracting(Client::id)
        .containsExactly(living.id());
  }
}
