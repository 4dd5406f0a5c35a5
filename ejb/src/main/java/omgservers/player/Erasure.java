package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omgservers.player.model.Client;
import omgservers.player.model.Player;
import omgservers.player.model.Players;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Role;

/**
 * Erases players, in the transaction of whoever asks: first the profile goes and the clients end,
 * so many at a time; with the last client that is forgotten goes the player, and with the last
 * player of a user the account.
 */
@ApplicationScoped
class Erasure {
  /** How long a client of an erased player can still be told that it has ended. */
  static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private static final int BATCH_MAX = 100;

  private final Players players;
  private final Accounts accounts;
  private final Mailboxes mailboxes;
  private final ClientStaff staff;

  @Inject
  Erasure(Players players, Accounts accounts, Mailboxes mailboxes, ClientStaff staff) {
    this.players = players;
    this.accounts = accounts;
    this.mailboxes = mailboxes;
    this.staff = staff;
  }

  protected Erasure() {
    this(null, null, null, null);
  }

  /** Erases the player, who is locked; false when that began before. */
  boolean begin(Player player) {
    boolean first = player.erase();
    if (first) {
      forgetEnded(player);
      step(player);
    }
    return first;
  }

  /** A client of the player was forgotten. */
  void goOn(long id) {
    // Whoever locks a player and its clients begins with the player, so a living one is left alone.
    if (players.isErased(id)) {
      players.lock(id).ifPresent(this::step);
    }
  }

  /** What clients that had ended before were still to be told is of no use any more. */
  private void forgetEnded(Player player) {
    players.clientsOf(player, Players.CLIENTS_MAX).stream()
        .filter(Client::isDeleted)
        .map(Client::id)
        .toList()
        .forEach(id -> players.lockClient(id).ifPresent(this::forget));
  }

  private void forget(Client client) {
    mailboxes.empty(client.id());
    players.remove(client);
  }

  private void step(Player player) {
    Instant forget = staff.now().plus(LAST_WORDS);
    List<Long> living =
        players.livingClientsOf(player, BATCH_MAX).stream().map(Client::id).toList();
    for (long id : living) {
      players
          .lockClient(id)
          .filter(client -> !client.isDeleted())
          .ifPresent(
              client -> {
                staff.delete(client, ClientStaff.ENDED);
                client.forgetBy(forget);
              });
    }
    if (living.isEmpty() && players.clientsOf(player, 1).isEmpty()) {
      end(player);
    }
  }

  private void end(Player player) {
    long user = player.userId();
    // Under the account's lock the user does not join another stage meanwhile.
    Account account = accounts.lock(user).orElseThrow();
    players.remove(player);
    if (account.role() == Role.PLAYER && !players.playsAnywhere(user)) {
      accounts.remove(account);
    }
  }
}
