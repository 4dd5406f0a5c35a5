package omgservers.player;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import omgservers.shared.security.model.RevokedTokens.Revoked;

/** Ends the clients of users whose tokens were revoked, before anybody closes their sockets. */
@ApplicationScoped
class SignOuts {
  private static final int FIRST = 100;

  private final SignOutStep step;

  @Inject
  SignOuts(SignOutStep step) {
    this.step = step;
  }

  protected SignOuts() {
    this(null);
  }

  /** Clients that were made with a newer token stay. */
  void revoked(@Observes @Priority(FIRST) Revoked revoked) {
    try {
      boolean more = true;
      while (more) {
        more = step.end(revoked.subjectId(), revoked.before());
      }
    } catch (RuntimeException e) {
      // Without their sockets, which others close now, the clients end by their silence.
      System.getLogger(SignOuts.class.getName())
          .log(System.Logger.Level.WARNING, "clients of a revoked user were not ended", e);
    }
  }
}
