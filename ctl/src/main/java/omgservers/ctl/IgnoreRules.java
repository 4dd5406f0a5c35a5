package omgservers.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a file <code>.dockerignore</code> leaves out of a source, as Docker reads it: later lines
 * overrule earlier ones, a line with <code>!</code> takes back, and what is below something that is
 * left out is left out, too.
 */
final class IgnoreRules {
  static final String FILE = ".dockerignore";

  private final List<Rule> rules = new ArrayList<>();

  private record Rule(Pattern pattern, boolean takesBack) {}

  private IgnoreRules() {}

  /** The rules in the folder; none when it has no such file. */
  static IgnoreRules in(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      return Files.exists(file) ? of(Files.readAllLines(file)) : new IgnoreRules();
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static IgnoreRules of(List<String> lines) {
    IgnoreRules rules = new IgnoreRules();
    for (String line : lines) {
      String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
      if (!text.startsWith("#") && !text.isBlank()) {
        rules.add(text.strip());
      }
    }
    return rules;
  }

  private void add(String line) {
    boolean takesBack = line.startsWith("!");
    String path = clean(takesBack ? line.substring(1).strip() : line);
    if (path.isEmpty()) {
      return;
    }
    try {
      rules.add(new Rule(Pattern.compile(regex(path)), takesBack));
    } catch (PatternSyntaxException e) {
      throw new Trouble(Trouble.USAGE, FILE + ": '" + line + "' is no pattern.", e);
    }
  }

  /** The path from the root of the source, without parts that lead nowhere. */
  private static String clean(String line) {
    List<String> parts = new ArrayList<>();
    for (String part : line.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static String regex(String path) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char letter = path.charAt(i);
      if (path.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (path.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (letter == '*') {
        regex.append("[^/]*");
      } else if (letter == '?') {
        regex.append("[^/]");
      } else if (letter == '[' || letter == ']' || letter == '-') {
        regex.append(letter);
      } else if (letter == '\\' && i + 1 < path.length()) {
        i++;
        regex.append(Pattern.quote(path.substring(i, i + 1)));
      } else if (letter == '^' && i > 0 && path.charAt(i - 1) == '[') {
        regex.append('^');
      } else {
        regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return regex.toString();
  }

  /** Whether the file or folder, told by its path from the root, is left out. */
  boolean leavesOut(String path) {
    boolean out = false;
    for (Rule rule : rules) {
      if (rule.takesBack == out && matches(rule.pattern, path)) {
        out = !rule.takesBack;
      }
    }
    return out;
  }

  private static boolean matches(Pattern pattern, String path) {
    for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
      if (pattern.matcher(path.substring(0, end)).matches()) {
        return true;
      }
    }
    return false;
  }

  /** Whether something below a folder that is left out may be in the source all the same. */
  boolean takesBack() {
    return rules.stream().anyMatch(Rule::takesBack);
  }
}
