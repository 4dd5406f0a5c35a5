package omgservers.ctl;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the tool finds around it.
 *
 * @param environment variables
 * @param terminal the person in front of it
 * @param input what is read where a file is named "-"
 */
record Workplace(Map<String, String> environment, Terminal terminal, InputStream input) {
  static Workplace ofSystem() {
    return new Workplace(System.getenv(), Terminal.ofSystem(), System.in);
  }

  /** The value of an environment variable; null when it is absent or empty. */
  String variable(String name) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The folder with the tool's own files. */
  Path home() {
    String home = variable("OMGCTL_HOME");
    return home != null ? Path.of(home) : Path.of(System.getProperty("user.home"), ".omgctl");
  }

  Profiles profiles() {
    return new Profiles(home());
  }
}
