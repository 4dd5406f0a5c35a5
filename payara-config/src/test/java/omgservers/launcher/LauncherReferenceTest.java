package omgservers.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Option;

/** The reference of the configuration says what the launcher, the build and the scripts read. */
class LauncherReferenceTest {
  private static final String HINT =
      "add this to persistence/src/test/resources/configuration-rest.md"
          + " and write the reference anew, see SettingsReferenceTest";

  /** What the annotation says for an option that has none; the library has no name for it. */
  private static final String NO_DEFAULT = "__no_default_value__";

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static List<String> page() throws IOException {
    return Files.readAllLines(root().resolve("docs/operations/configuration.md"));
  }

  private static String row(String name, String usual) {
    return "| `" + name + "` |" + (usual.isEmpty() ? " |" : " `" + usual + "` |");
  }

  @Test
  void hasTheOptionsOfItsCommandLine() throws IOException {
    List<String> rows = new ArrayList<>();
    for (Field field : Launcher.class.getDeclaredFields()) {
      Option option = field.getAnnotation(Option.class);
      if (option != null) {
        boolean none = option.defaultValue().equals(NO_DEFAULT);
        String words =
            Stream.ofNullable(field.getType().getEnumConstants())
                .flatMap(Arrays::stream)
                .map(Object::toString)
                .collect(Collectors.joining(", "));
        rows.add(
            row(option.names()[0], none ? "" : option.defaultValue())
                + " "
                + option.description()[0].replace("${COMPLETION-CANDIDATES}", words)
                + " |");
      }
    }
    assertThat(rows).hasSizeGreaterThan(5);
    List<String> page = page();
    assertThat(rows).as(HINT).allMatch(page::contains);
  }

  @Test
  void hasTheSettingsOfItsOwn() throws IOException {
    hasRow(row(variable(Installation.DISK_MIN), "" + Installation.DISK_MIN_DEFAULT));
    hasRow(row(variable(Installation.JAVA_OPTIONS), ""));
    hasRow(row(variable(Installation.BESIDE), ""));
    hasRow(row(variable(Installation.LOG_FORMAT), Installation.LOG_FORMAT_DEFAULT));
  }

  private static String variable(String property) {
    return property.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static void hasRow(String begin) throws IOException {
    boolean there = page().stream().anyMatch(line -> line.startsWith(begin));
    assertThat(there).as("%s: %s", begin, HINT).isTrue();
  }

  @Test
  void hasThePropertiesOfTheBuildThatStartsIt() throws IOException {
    String pom = Files.readString(root().resolve("ear/pom.xml"));
    Matcher properties = Pattern.compile("<((?:run|demo)\\.[a-z.]+)>([^<]*)</").matcher(pom);
    int found = 0;
    while (properties.find()) {
      hasRow(row("-D" + properties.group(1), properties.group(2)));
      found++;
    }
    assertThat(found).isPositive();
  }

  @Test
  void hasTheVariablesOfTheScripts() throws IOException {
    String page = String.join("\n", page());
    int found = 0;
    for (String script : List.of("payara.asadmin", "wildfly.cli")) {
      String text = Files.readString(root().resolve("payara-config/src/main/servers/" + script));
      Matcher variables = Pattern.compile("(?i)\\$\\{env[=.]([A-Z_]+)").matcher(text);
      while (variables.find()) {
        assertThat(page).as(HINT).contains("`" + variables.group(1) + "`");
        found++;
      }
    }
    assertThat(found).isPositive();
  }
}
