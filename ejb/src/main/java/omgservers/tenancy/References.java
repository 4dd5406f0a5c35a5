package omgservers.tenancy;

import java.util.Optional;
import java.util.regex.Pattern;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** How things are referred to: an id is all digits, a name never is. */
public final class References {
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private References() {}

  /** The id, when the reference is one. */
  public static Optional<Long> id(String reference) {
    if (!DIGITS.matcher(reference).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(reference));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static void requireName(String name) {
    if (DIGITS.matcher(name).matches()) {
      throw Refusal.invalid(
          Qualifier.WRONG_ARGUMENT, "The alias '" + name + "' would be taken for an id.");
    }
    if (!NAME.matcher(name).matches()) {
      throw Refusal.invalid(
          Qualifier.WRONG_ARGUMENT,
          "The alias '" + name + "' may hold letters, digits, dots, dashes and underscores only.");
    }
  }
}
