package omgservers.shared.sharding;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a migration must not do as long as an instance of the release before works beside the one
 * that migrated: all that could make a statement of that release fail, or give it something else
 * than it wrote. Decision 0045.
 */
final class MigrationRules {
  /** The file says which release was the first that did without what it takes away. */
  private static final Pattern MARKER =
      Pattern.compile("(?m)^-- Unused since ([0-9a-f]{7,40}|v[0-9]+(\\.[0-9]+)*): \\S.*$");

  private static final String NAME = "\"?([a-z_][a-z0-9_]*)\"?";
  private static final Pattern CREATED =
      pattern("^create (?:unlogged )?table (?:if not exists )?" + NAME);
  private static final Pattern ALTERED =
      pattern("^alter table (?:if exists )?(?:only )?" + NAME + " (.*)$");
  private static final Pattern ADDED =
      pattern("^add (?:column )?(?:if not exists )?(?!constraint\\b|check\\b|unique\\b)" + NAME);
  private static final Pattern CHANGED = pattern("^alter (?:column )?" + NAME + " (.*)$");
  private static final Pattern UNIQUE_INDEX =
      pattern(
          "^create unique index (?:concurrently )?(?:if not exists )?"
              + NAME
              + " on (?:only )?"
              + NAME);
  private static final Pattern DROPPED_INDEX =
      pattern("^drop index (?:concurrently )?(?:if exists )?" + NAME + "$");
  private static final Pattern UPDATED = pattern("^update (?:only )?" + NAME + " set (.*)$");
  private static final Pattern TRIGGER = pattern("^create .*?trigger .*? on " + NAME);

  /** Lower-case beginnings of statements that nobody needs to add something. */
  private static final List<String> REFUSED =
      List.of(
          "drop ",
          "truncate",
          "delete ",
          "alter type",
          "alter function",
          "create rule",
          "create or");

  private final Set<String> uniqueIndexes = new HashSet<>();
  private final Set<String> newTables = new HashSet<>();
  private final Map<String, Boolean> newColumns = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  /** Rules for who knows that earlier migrations made these indexes unique. */
  MigrationRules(Set<String> uniqueIndexes) {
    this.uniqueIndexes.addAll(uniqueIndexes);
  }

  private static Pattern pattern(String text) {
    return Pattern.compile(text, CASE_INSENSITIVE);
  }

  /** The names of the unique indexes that the migration makes. */
  static Set<String> uniqueIndexes(String sql) {
    Set<String> names = new HashSet<>();
    for (String statement : statements(sql)) {
      Matcher matcher = UNIQUE_INDEX.matcher(statement);
      if (matcher.find()) {
        names.add(matcher.group(1));
      }
    }
    return names;
  }

  /** What the migration does that it must not. */
  List<String> faults(String sql) {
    if (MARKER.matcher(sql).find()) {
      return List.of();
    }
    List<String> statements = statements(sql);
    statements.forEach(this::note);
    statements.forEach(this::check);
    return List.copyOf(faults);
  }

  /** Statements on one line each, without comments and without what is quoted in dollars. */
  static List<String> statements(String sql) {
    String bare =
        sql.replaceAll("(?s)\\$([a-z]*)\\$.*?\\$\\1\\$", "\\$\\$")
            .replaceAll("--[^\\n]*", "")
            .replaceAll("(?s)/\\*.*?\\*/", "");
    List<String> statements = new ArrayList<>();
    for (String part : bare.split(";", -1)) {
      String statement = part.strip().replaceAll("\\s+", " ");
      if (!statement.isEmpty()) {
        statements.add(statement);
      }
    }
    return statements;
  }

  /** What is new belongs to this release alone. */
  private void note(String statement) {
    Matcher created = CREATED.matcher(statement);
    if (created.find()) {
      newTables.add(created.group(1));
    }
    Matcher altered = ALTERED.matcher(statement);
    if (altered.find()) {
      for (String action : actions(altered.group(2))) {
        Matcher added = ADDED.matcher(action);
        if (added.find()) {
          newColumns.put(altered.group(1) + "." + added.group(1), hasDefault(action));
        }
        Matcher changed = CHANGED.matcher(action);
        if (changed.find() && changed.group(2).startsWith("set default")) {
          newColumns.computeIfPresent(altered.group(1) + "." + changed.group(1), (k, v) -> true);
        }
      }
    }
  }

  private static boolean hasDefault(String action) {
    return action.matches("(?i).*\\b(default|generated)\\b.*");
  }

  /** The parts of an ALTER TABLE, which commas outside of brackets separate. */
  private static List<String> actions(String text) {
    List<String> actions = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        actions.add(text.substring(begin, i).strip());
        begin = i + 1;
      }
    }
    actions.add(text.substring(begin).strip());
    return actions;
  }

  private void check(String statement) {
    String low = statement.toLowerCase(java.util.Locale.ROOT);
    Matcher altered = ALTERED.matcher(low);
    Matcher unique = UNIQUE_INDEX.matcher(low);
    Matcher dropped = DROPPED_INDEX.matcher(low);
    Matcher updated = UPDATED.matcher(low);
    Matcher trigger = TRIGGER.matcher(low);
    if (altered.find()) {
      for (String action : actions(altered.group(2))) {
        checkAction(altered.group(1), action);
      }
    } else if (unique.find()) {
      refuseUnlessNew(unique.group(2), statement);
    } else if (trigger.find()) {
      refuseUnlessNew(trigger.group(1), statement);
    } else if (updated.find()) {
      checkUpdate(updated.group(1), updated.group(2), statement);
    } else if (dropped.find()) {
      // An index that only makes something fast is nobody's business.
      if (uniqueIndexes.contains(dropped.group(1))) {
        faults.add(statement);
      }
    } else if (REFUSED.stream().anyMatch(low::startsWith)) {
      faults.add(statement);
    }
  }

  private void refuseUnlessNew(String table, String statement) {
    if (!newTables.contains(table)) {
      faults.add(statement);
    }
  }

  private void checkAction(String table, String action) {
    if (newTables.contains(table)) {
      return;
    }
    Matcher added = ADDED.matcher(action);
    Matcher changed = CHANGED.matcher(action);
    boolean good;
    if (added.find()) {
      boolean bound = action.matches(".*\\bnot null\\b.*") && !hasDefault(action);
      good = !bound && !action.matches(".*\\b(unique|primary key)\\b.*");
    } else if (changed.find()) {
      String column = table + "." + changed.group(1);
      String change = changed.group(2);
      good =
          change.matches("set (default|storage|statistics|compression)\\b.*")
              || (change.startsWith("set not null") && newColumns.getOrDefault(column, false));
    } else {
      good = false;
    }
    if (!good) {
      faults.add("alter table " + table + " " + action);
    }
  }

  /** Rows may be given values in what is new. */
  private void checkUpdate(String table, String values, String statement) {
    for (String value : actions(values.replaceAll("\\bwhere\\b.*", ""))) {
      String column = value.replaceAll("\\s*=.*", "").strip();
      if (!newTables.contains(table) && !newColumns.containsKey(table + "." + column)) {
        faults.add(statement);
        return;
      }
    }
  }
}
