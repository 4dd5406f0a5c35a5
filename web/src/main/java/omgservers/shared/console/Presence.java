package omgservers.shared.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpSession;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Revocations;

/** Whether who opened a page is still signed in, for what goes on after its request. */
@ApplicationScoped
public class Presence {
  private final Revocations revocations;
  private final Time time;

  /** Presence by these revocations. */
  @Inject
  public Presence(Revocations revocations, Time time) {
    this.revocations = revocations;
    this.time = time;
  }

  protected Presence() {
    this(null, null);
  }

  /** Refused when nobody is signed in by the session any more. */
  public void require(HttpSession session) {
    if (!SignedIn.lasts(session, revocations, time.now())) {
      throw Refusal.unauthenticated("Nobody is signed in.");
    }
  }
}
