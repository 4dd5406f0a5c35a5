package omgservers.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of who may do what, rights.md. */
final class RightsTable {
  /** What a developer can be allowed, and on what. */
  enum Right {
    TENANT_VIEWER,
    PROJECT_MANAGER,
    STAGE_MANAGER,
    VERSION_MANAGER,
    PROJECT_VIEWER,
    DEPLOYMENT_MANAGER,
    STAGE_VIEWER;

    static final Set<Right> ON_TENANT = EnumSet.of(TENANT_VIEWER, PROJECT_MANAGER);
    static final Set<Right> ON_STAGE = EnumSet.of(DEPLOYMENT_MANAGER, STAGE_VIEWER);
    static final Set<Right> ON_PROJECT = EnumSet.of(STAGE_MANAGER, VERSION_MANAGER, PROJECT_VIEWER);
  }

  /** A line: who may make the call, with which body, and what else it needs. */
  record Line(String call, Set<String> who, String body, String needs) {
    boolean isOpen() {
      return who.contains("open");
    }

    boolean lets(String role) {
      return isOpen() || who.contains(role);
    }

    /** Each of these is enough for a developer. */
    Set<Right> rights() {
      return who.stream()
          .filter(name -> name.equals(name.toUpperCase(Locale.ROOT)))
          .map(Right::valueOf)
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(Right.class)));
    }
  }

  private RightsTable() {}

  /** The lines by call. */
  static Map<String, Line> read() {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (String row : text().lines().filter(line -> line.matches("\\| [A-Z]+ /.*")).toList()) {
      List<String> cells =
          Arrays.stream(row.split("\\|", -1)).map(cell -> cell.strip().replace("`", "")).toList();
      Set<String> who = Set.of(cells.get(2).split(", *", -1));
      Line line = new Line(cells.get(1), who, cells.get(3), cells.get(4));
      if (lines.put(line.call, line) != null) {
        throw new IllegalStateException("two lines for " + line.call);
      }
    }
    return lines;
  }

  private static String text() {
    try (InputStream file = RightsTable.class.getResourceAsStream("/rights.md")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
