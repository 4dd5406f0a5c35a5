package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.security.Revocations;
import omgservers.tenancy.Admission;

/**
 * Signs a player out everywhere. The player lies on one database, the revocation on another: what
 * is written down first can be done again after a crash between the two.
 */
@ApplicationScoped
public class PlayerSignOut {
  private final Profiles profiles;
  private final Revocations revocations;

  /** Sign-outs through these revocations. */
  @Inject
  public PlayerSignOut(Profiles profiles, Revocations revocations) {
    this.profiles = profiles;
    this.revocations = revocations;
  }

  protected PlayerSignOut() {
    this(null, null);
  }

  /** No token of the user is good any more; the clients end, also those on other stages. */
  public void signOut(Admission stage, long user) {
    profiles.recordSignOut(stage, user);
    revocations.revoke(user);
  }
}
