package omgservers.shared.rest;

import jakarta.ws.rs.core.EntityTag;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** ETags are the version numbers of rows; whoever changes a row says which version they read. */
public final class Preconditions {
  /** Whatever the version is. */
  public static final int ANY = -1;

  private Preconditions() {}

  /** The tag of the version. */
  public static EntityTag tag(int version) {
    return new EntityTag(Integer.toString(version));
  }

  /** The version that the header If-Match names, or {@link #ANY}; a missing one is refused. */
  public static int version(String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new Refusal(
          Refusal.Kind.UNCONDITIONAL,
          Qualifier.WRONG_PRECONDITION,
          "The header If-Match is needed: the ETag that was read, or *.");
    }
    String tag = ifMatch.strip();
    if (tag.equals("*")) {
      return ANY;
    }
    try {
      return Integer.parseInt(tag.replaceAll("^\"|\"$", ""));
    } catch (NumberFormatException e) {
      throw new Refusal(
          Refusal.Kind.CHANGED_MEANWHILE,
          Qualifier.WRONG_PRECONDITION,
          "No version of it ever had the ETag " + tag + ".");
    }
  }
}
