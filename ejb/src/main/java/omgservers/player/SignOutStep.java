package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import omgservers.player.model.Client;
import omgservers.player.model.Players;

/** One transaction on the clients of a user who was signed out. */
@ApplicationScoped
@Transactional
class SignOutStep {
  private static final String REASON = "SIGNED_OUT";

  private final Players players;
  private final ClientStaff staff;

  @Inject
  SignOutStep(Players players, ClientStaff staff) {
    this.players = players;
    this.staff = staff;
  }

  protected SignOutStep() {
    this(null, null);
  }

  /** Ends clients that are older than the moment; whether there may be more. */
  boolean end(long user, Instant before) {
    List<Client> alive = players.aliveOf(user, before);
    for (Client client : alive) {
      players
          .lockClient(client.id())
          .filter(locked -> !locked.isDeleted())
          .ifPresent(locked -> staff.delete(locked, REASON));
    }
    return alive.size() == Players.ALIVE_MAX;
  }
}
