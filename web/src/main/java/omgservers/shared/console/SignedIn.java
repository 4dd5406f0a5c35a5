package omgservers.shared.console;

import java.io.Serializable;
import java.time.Instant;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Role;

/** Who is signed in to the console, since and until when; kept in the session. */
record SignedIn(long userId, Role role, String name, Instant since, Instant until)
    implements Serializable {
  /** The name of the session's attribute. */
  static final String ATTRIBUTE = "omgservers.signed-in";

  /** The person as use cases know callers. */
  Caller caller(Caller.Origin origin) {
    return new Caller(userId, role, Caller.Limits.NONE, origin);
  }
}
