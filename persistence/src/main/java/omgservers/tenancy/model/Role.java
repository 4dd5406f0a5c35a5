package omgservers.tenancy.model;

import java.util.List;
import java.util.Locale;

/** What kind of user an account is; one account has one role for its whole life. */
public enum Role {
  /** Runs the installation. */
  ADMIN,
  /** Creates tenants and developers. */
  SUPPORT,
  /** Works on the projects that permissions open. */
  DEVELOPER,
  /** Plays. */
  PLAYER;

  /** The roles of those who administer. */
  public static final List<Role> PEOPLE = List.of(ADMIN, SUPPORT, DEVELOPER);

  /** The name in tokens. */
  public String group() {
    return name().toLowerCase(Locale.ROOT);
  }
}
