package omgservers.shared.console;

import jakarta.servlet.http.HttpSession;
import java.io.Serializable;
import java.time.Instant;
import omgservers.shared.security.Revocations;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Role;

/** Who is signed in to the console, since and until when; kept in the session. */
record SignedIn(long userId, Role role, String name, Instant since, Instant until)
    implements Serializable {
  /** The name of the session's attribute. */
  static final String ATTRIBUTE = "omgservers.signed-in";

  /** Whether somebody is signed in by the session whose sign-in is still good. */
  static boolean lasts(HttpSession session, Revocations revocations, Instant now) {
    try {
      return session.getAttribute(ATTRIBUTE) instanceof SignedIn person
          && !revocations.isRevoked(person.userId, person.since)
          && now.isBefore(person.until);
    } catch (IllegalStateException e) {
      // The session has ended.
      return false;
    }
  }

  /** The person as use cases know callers. */
  Caller caller(Caller.Origin origin) {
    return new Caller(userId, role, Caller.Limits.NONE, origin);
  }
}
