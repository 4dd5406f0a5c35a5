package omgservers.player.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.sharding.TestShards;
import omgservers.shared.work.DueRows;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is looked for when the stage is being deleted. */
class PlayersOfAStageTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Players players = new Players(shards);
  private final Mailboxes mailboxes = new Mailboxes(shards);
  private final DueRows rows = new DueRows(shards, shards.holdings());
  private final long user = shards.idOn(1);
  private final long stage = shards.idOn(0);
  private final long player = beside();
  private final long client = beside();

  private long beside() {
    return shards.ids().beside(user);
  }

  @BeforeEach
  void join() {
    shards.transaction(
        () -> {
          new Accounts(shards).add(new Account(user, Role.PLAYER, "", NOW));
          players.add(new Player(player, user, stage, NOW));
          players.add(new Client(client, user, player, 1, stage, 2, 3, NOW));
          mailboxes.add(new Mailboxes.Message(beside(), client, "CLIENT_GREETED", "{}"));
        });
  }

  private List<Long> some(DueRows.Some wanted) {
    return shards.inTransaction(() -> rows.takeSome(wanted, 1, stage, 10));
  }

  private void forget() {
    shards.transaction(() -> players.client(client).ifPresent(players::remove));
  }

  @Test
  void areThoseThatAreNotBeingErased() {
    assertThat(some(Players.ACTIVE_ON_STAGE)).containsExactly(player);
    shards.transaction(() -> players.lock(player).orElseThrow().erase());
    assertThat(some(Players.ACTIVE_ON_STAGE)).isEmpty();
  }

  @Test
  void areThoseThatWereErasedAndHaveNoClientAnyMore() {
    shards.transaction(() -> players.lock(player).orElseThrow().erase());
    assertThat(some(Players.ERASED_ON_STAGE)).isEmpty();
    forget();
    assertThat(some(Players.ERASED_ON_STAGE)).containsExactly(player);
  }

  @Test
  void haveClientsThatAreDoneWhenTheyEndedAndGotTheirMessages() {
    assertThat(some(Players.DONE_ON_STAGE)).isEmpty();
    shards.transaction(() -> players.lockClient(client).orElseThrow().delete(NOW.plusSeconds(300)));
    assertThat(some(Players.DONE_ON_STAGE)).isEmpty();
    shards.transaction(() -> mailboxes.empty(client));
    assertThat(some(Players.DONE_ON_STAGE)).containsExactly(client);
  }

  @Test
  void areLockedByOneAtATimeAndNotWaitedFor() {
    shards.transaction(
        () -> {
          assertThat(rows.takeSome(Players.ACTIVE_ON_STAGE, 1, stage, 10)).containsExactly(player);
          List<Long> others =
              java.util.concurrent.CompletableFuture.supplyAsync(
                      () -> some(Players.ACTIVE_ON_STAGE))
                  .join();
          assertThat(others).isEmpty();
        });
  }

  @Test
  void forgetAnEndedClientEarlierButNeverLater() {
    Client ended = new Client(1, 2, 3, 4, 5, 6, 7, NOW);
    ended.delete(NOW.plusSeconds(300));
    assertThat(ended.forgetBy(NOW.plusSeconds(10))).isTrue();
    assertThat(ended.forgetBy(NOW.plusSeconds(10))).isFalse();
    assertThat(ended.forgetBy(NOW.plusSeconds(20))).isFalse();
  }
}
