package omgservers.installation;

import at.favre.lib.crypto.bcrypt.BCrypt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Scope;

/**
 * Bcrypt hashes for programs beside ours whose operators write users into their configuration; the
 * public protocol has a call for that. Our own passwords are never kept like this.
 */
@ApplicationScoped
public class Hashing {
  /** Bcrypt reads no more bytes of a value than this. */
  public static final int BYTES_MAX = 72;

  private static final int COST = 10;

  private final Authorization authorization;

  /** Hashes for whom this authorization lets. */
  @Inject
  public Hashing(Authorization authorization) {
    this.authorization = authorization;
  }

  protected Hashing() {
    this(null);
  }

  /** A hash of the value, with a fresh salt. */
  public String bcrypt(Caller caller, String value) {
    authorization.admin(caller, Scope.READ);
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > BYTES_MAX) {
      throw Refusal.field("value", "must have at most " + BYTES_MAX + " bytes");
    }
    return new String(BCrypt.withDefaults().hash(COST, bytes), StandardCharsets.US_ASCII);
  }
}
