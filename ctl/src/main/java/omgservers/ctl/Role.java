package omgservers.ctl;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** As what somebody is logged in. */
enum Role {
  /** Runs the installation. */
  ADMIN,
  /** Creates tenants and developers. */
  SUPPORT,
  /** Works on projects. */
  DEVELOPER;

  /** Whose login is taken first for the installation itself. */
  static final List<Role> ADMIN_FIRST = List.of(ADMIN, SUPPORT, DEVELOPER);

  /** Whose login is taken first for tenants and accounts. */
  static final List<Role> SUPPORT_FIRST = List.of(SUPPORT, ADMIN, DEVELOPER);

  /** Whose login is taken first for what runs. */
  static final List<Role> DEVELOPER_FIRST = List.of(DEVELOPER, SUPPORT, ADMIN);

  /** The name in files, options and paths. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> keys() {
    return Stream.of(values()).map(Role::key).toList();
  }

  static Role of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
