package omgservers.player;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import omgservers.player.model.Client;
import omgservers.player.model.Player;
import omgservers.player.model.Players;
import omgservers.shared.platform.HandClock;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.TestShards;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Role;
import org.junit.jupiter.api.Test;

/** Two instances share the shards, and a client is connected to the one that has not its shard. */
class AttendanceTest {
  private static final Instant LONG_AGO = Instant.parse("2026-11-01T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Players players = new Players(shards);
  private final HandClock clock = new HandClock();
  private final Settings settings = new Settings();

  private final ClientStep step =
      new ClientStep(
          players,
          new Presence(),
          new ClientStaff(players, null, null, settings, new Time(clock)),
          null,
          settings,
          null,
          null,
          null) {
        @Override
        void attend(int shard, List<Long> clients) {
          shards.transaction(() -> super.attend(shard, clients));
        }
      };

  private Client silent(int shard) {
    long user = shards.idOn(shard);
    Player player = new Player(shards.ids().beside(user), user, 3, LONG_AGO);
    Client client = new Client(shards.ids().beside(user), user, player.id(), 1, 3, 4, 5, LONG_AGO);
    client.heard(LONG_AGO, LONG_AGO);
    shards.transaction(
        () -> {
          new Accounts(shards).add(new Account(user, Role.PLAYER, "hash", LONG_AGO));
          players.add(player);
          players.add(client);
        });
    return client;
  }

  private Instant read(Client client, String column) {
    return shards.inTransaction(
        () ->
            ((Timestamp)
                    shards
                        .of(client.id())
                        .createNativeQuery("select " + column + " from client where id = ?1")
                        .setParameter(1, client.id())
                        .getSingleResult())
                .toInstant());
  }

  @Test
  void notesWhoIsConnectedHereWhereAnotherInstanceWorks() {
    Holdings holdings = new Holdings();
    holdings.hold(0, 0);
    Client ours = silent(0);
    Client theirs = silent(1);
    Client absent = silent(1);
    Client ended = silent(1);
    shards.transaction(() -> players.lockClient(ended.id()).orElseThrow().delete(LONG_AGO));
    new Attendance(new Presence(), step, shards, holdings, settings, null)
        .note(List.of(ours.id(), theirs.id(), ended.id()));
    assertThat(read(theirs, "seen")).isEqualTo(clock.instant());
    assertThat(read(theirs, "due_at")).isEqualTo(clock.instant().plus(settings.clientSilence()));
    assertThat(read(ours, "seen")).as("its socket is known where it is judged").isEqualTo(LONG_AGO);
    assertThat(read(absent, "due_at")).isEqualTo(LONG_AGO);
    assertThat(read(ended, "due_at")).isEqualTo(LONG_AGO);
  }

  @Test
  void sparesWhoeverIsSilentWhenAShardIsTaken() {
    Client silent = silent(1);
    Client ended = silent(1);
    shards.transaction(() -> players.lockClient(ended.id()).orElseThrow().delete(LONG_AGO));
    shards.transaction(() -> step.spare(1));
    assertThat(read(silent, "due_at")).isEqualTo(clock.instant().plus(settings.clientSilence()));
    assertThat(read(silent, "seen")).as("it was not heard of").isEqualTo(LONG_AGO);
    assertThat(read(ended, "due_at")).isEqualTo(LONG_AGO);
  }
}
