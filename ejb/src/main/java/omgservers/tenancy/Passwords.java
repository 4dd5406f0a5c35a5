package omgservers.tenancy;

import java.util.Collection;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.KeyText;

/** What a password that a person chooses must be like. */
public final class Passwords {
  /** The shortest one. */
  public static final int LENGTH_MIN = 12;

  /** The longest one. */
  public static final int LENGTH_MAX = 128;

  private Passwords() {}

  /** Refuses a bad choice for an account of these names, as the field of this name. */
  static void requireGood(String field, String password, Collection<String> names) {
    if (password.length() < LENGTH_MIN || password.length() > LENGTH_MAX) {
      throw Refusal.field(
          field, "must have from " + LENGTH_MIN + " to " + LENGTH_MAX + " characters");
    }
    if (names.stream().anyMatch(password::equalsIgnoreCase)) {
      throw Refusal.field(field, "must not be the name of the account");
    }
    if (KeyText.parse(password).isPresent()) {
      throw Refusal.field(field, "must not look like an API key");
    }
  }
}
