package omgservers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader would trip over, in every text file of the project. */
class TidyTest {
  private static final int LINES_MAX = 400;
  private static final int LUA_LINES_MAX = 300;
  private static final int PAGE_LINES_MAX = 200;
  private static final int METHOD_LINES_MAX = 60;
  private static final Set<String> ENDINGS =
      Set.of("java", "xml", "lua", "md", "sql", "json", "properties", "sh", "xhtml", "css", "js");
  private static final Set<String> SKIPPED = Set.of("target", "data", ".git", "node_modules");
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern METHOD =
      Pattern.compile("^  (?! )(?!.*\\b(class|interface|record|enum)\\b).*\\(.*\\{$|^  \\) .*\\{$");

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static List<Path> files() throws IOException {
    Path root = root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(
              file -> {
                for (Path part : root.relativize(file)) {
                  if (SKIPPED.contains(part.toString())) {
                    return false;
                  }
                }
                return ENDINGS.contains(ending(file));
              })
          .toList();
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** What is untidy in this text. */
  static List<String> faults(String name, String ending, String text) {
    List<String> faults = new ArrayList<>();
    List<String> lines = text.lines().toList();
    int max =
        switch (ending) {
          case "lua" -> LUA_LINES_MAX;
          case "xhtml" -> PAGE_LINES_MAX;
          default -> LINES_MAX;
        };
    boolean grown = List.of("xml", "md", "properties").contains(ending);
    if (lines.size() > max && !grown) {
      faults.add(name + ": more than " + max + " lines");
    }
    if (!text.isEmpty() && !text.endsWith("\n")) {
      faults.add(name + ": no newline at the end");
    }
    int begin = -1;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String where = name + ":" + (i + 1) + ": ";
      if (line.endsWith(" ") || line.endsWith("\t")) {
        faults.add(where + "blanks at the end");
      }
      if (line.contains("\t") && !ending.equals("lua")) {
        faults.add(where + "a tab");
      }
      if (UNFINISHED.matcher(line).find()) {
        faults.add(where + "something unfinished");
      }
      if (ending.equals("java")) {
        if (METHOD.matcher(line).find()) {
          begin = i;
        } else if (line.equals("  }") && begin >= 0) {
          if (i - begin > METHOD_LINES_MAX) {
            faults.add(where + "a method of more than " + METHOD_LINES_MAX + " lines");
          }
          begin = -1;
        }
      }
    }
    return faults;
  }

  @Test
  void findsNothingUntidyInTheProject() throws IOException {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(100);
    List<String> faults = new ArrayList<>();
    for (Path file : files) {
      faults.addAll(
          faults(root().relativize(file).toString(), ending(file), Files.readString(file)));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void seesEachFault() {
    assertThat(faults("a", "java", "x \n")).containsExactly("a:1: blanks at the end");
    assertThat(faults("a", "java", "\tx\n")).containsExactly("a:1: a tab");
    assertThat(faults("a", "lua", "\tx\n")).isEmpty();
    assertThat(faults("a", "java", "x")).containsExactly("a: no newline at the end");
    assertThat(faults("a", "java", "// TO" + "DO later\n"))
        .containsExactly("a:1: something unfinished");
    assertThat(faults("a", "xhtml", "x\n".repeat(201))).containsExactly("a: more than 200 lines");
    assertThat(faults("a", "lua", "x\n".repeat(301))).containsExactly("a: more than 300 lines");
    assertThat(faults("a", "java", "  void f() {\n" + "    x();\n".repeat(61) + "  }\n"))
        .containsExactly("a:63: a method of more than 60 lines");
  }
}
