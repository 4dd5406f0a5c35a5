package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import omgservers.player.model.Client;
import omgservers.player.model.Players;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.platform.Hearing;
import omgservers.shared.platform.Settings;
import omgservers.shared.work.DueRows;

/** One transaction on a client whose deadline has come. */
@ApplicationScoped
@Transactional
class ClientStep {
  private final Players players;
  private final Presence presence;
  private final ClientStaff staff;
  private final DueRows dueRows;
  private final Hearing hearing;

  private final Settings settings;
  private final Mailboxes mailboxes;
  private final Erasure erasure;

  @Inject
  ClientStep(
      Players players,
      Presence presence,
      ClientStaff staff,
      DueRows dueRows,
      Settings settings,
      Mailboxes mailboxes,
      Erasure erasure,
      Hearing hearing) {
    this.players = players;
    this.presence = presence;
    this.staff = staff;
    this.dueRows = dueRows;
    this.hearing = hearing;
    this.settings = settings;
    this.mailboxes = mailboxes;
    this.erasure = erasure;
  }

  protected ClientStep() {
    this(null, null, null, null, null, null, null, null);
  }

  /** These clients of the shard are connected to this instance. */
  void attend(int shard, List<Long> clients) {
    Instant now = staff.now();
    players.heard(shard, clients, now, now.plus(settings.clientSilence()));
  }

  /** Nobody on the shard is silent for too long until those who are connected have been noted. */
  void spare(int shard) {
    players.spare(shard, staff.now().plus(settings.clientSilence()));
  }

  void look(int shard, long id) {
    Instant now = staff.now();
    if (!dueRows.take(ClientReconciliation.TABLE, shard, id, now)) {
      return;
    }
    Client client = players.lockClient(id).orElseThrow();
    if (client.isDeleted()) {
      mailboxes.empty(id);
      players.remove(client);
      erasure.goOn(client.playerId());
      return;
    }
    Instant deadline = hearing.silentSince(client.seen()).plus(settings.clientSilence());
    if (presence.isHere(id)) {
      client.heard(now, now.plus(settings.clientSilence()));
    } else if (deadline.isAfter(now)) {
      client.heard(client.seen(), deadline);
    } else {
      staff.delete(client, "CLIENT_INACTIVITY");
    }
  }
}
