package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omgservers.shared.platform.ListeningSettings.Reading;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The reference of the configuration is made from the settings themselves, and committed. */
class SettingsReferenceTest {
  private static final String REGENERATE =
      "settings changed; write their reference anew: ./mvnw -pl persistence test"
          + " -Dtest=SettingsReferenceTest -Dsettings.reference=write";

  private static final String PREFIX = "omgservers.";

  /** Where more is told of some settings, by the first word of their names. */
  private static final Map<String, String> PAGES =
      Map.ofEntries(
          Map.entry("builder", "[building from source](../guides/builder.md)"),
          Map.entry("console", "[the console](console.md)"),
          Map.entry("dispatcher", "[sockets](../guides/sockets.md)"),
          Map.entry("instance", "[several instances](instances.md)"),
          Map.entry("matchmaking", "[matchmaking](../guides/matchmaking.md)"),
          Map.entry("metrics", "[observability](observability.md)"),
          Map.entry("moves", "[shards](shards.md)"),
          Map.entry("pool", "[the pool](pool.md)"),
          Map.entry("registry", "[the registry](registry.md)"),
          Map.entry("security", "[the threat model](threat-model.md), [keys](registry.md#keys)"),
          Map.entry("sockets", "[sockets](../guides/sockets.md)"),
          Map.entry("traces", "[observability](observability.md#traces)"));

  private static final List<Entry> ENTRIES = new ArrayList<>();

  /** A setting with its meaning, and how many others the method reads that gives it. */
  private record Entry(Reading reading, String meaning, int beside) {}

  @BeforeAll
  static void listen() throws ReflectiveOperationException {
    Meanings meanings =
        new Meanings(
            root().resolve("persistence/src/main/java/omgservers/shared/platform"),
            "Settings.java");
    ListeningSettings settings = new ListeningSettings();
    for (Method method : accessors()) {
      method.invoke(settings, arguments(method));
      List<Reading> heard = settings.heard();
      for (Reading each : heard) {
        ENTRIES.add(new Entry(each, meanings.of(method.getName()), heard.size()));
      }
    }
    // What several methods read is explained by the one that reads nothing else.
    ENTRIES.sort(
        Comparator.comparing((Entry each) -> each.reading().name())
            .thenComparingInt(Entry::beside));
    Set<String> named = new HashSet<>();
    ENTRIES.removeIf(each -> !named.add(each.reading().name()));
  }

  /** What is asked for by a number, as a shard is, stands for all of its kind. */
  private static Object[] arguments(Method method) {
    return method.getParameterCount() == 0 ? new Object[0] : new Object[] {0};
  }

  private static List<Method> accessors() {
    return Arrays.stream(Settings.class.getMethods())
        .filter(method -> Values.class.isAssignableFrom(method.getDeclaringClass()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() != void.class)
        .toList();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static String resource(String name) throws IOException {
    try (var text = SettingsReferenceTest.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void isTheOneOfTheSettings() throws IOException {
    String text =
        resource("/configuration-head.md") + tables() + resource("/configuration-rest.md");
    Path page = root().resolve("docs/operations/configuration.md");
    if ("write".equals(System.getProperty("settings.reference"))) {
      Files.writeString(page, text);
    }
    assertThat(Files.readString(page)).as(REGENERATE).isEqualTo(text);
  }

  /** What the start does not read would be called unknown there. */
  @Test
  void isReadAtTheStart() {
    Settings settings = UnknownSettingsTest.settings(Map.of());
    settings.check();
    ENTRIES.forEach(
        each ->
            assertThat(settings.isKnown(PREFIX + each.reading().name()))
                .as(each.toString())
                .isTrue());
  }

  private static String tables() {
    Map<String, List<Entry>> groups = new TreeMap<>();
    for (Entry each : ENTRIES) {
      String name = each.reading().name();
      String group = name.contains(".") ? name.substring(0, name.indexOf('.')) : "";
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(each);
    }
    StringBuilder text = new StringBuilder();
    groups.forEach((group, entries) -> table(text, group, entries));
    return text.toString();
  }

  private static void table(StringBuilder text, String group, List<Entry> entries) {
    text.append("\n### ").append(group.isEmpty() ? "The installation" : group).append("\n\n");
    if (PAGES.containsKey(group)) {
      text.append("More: ").append(PAGES.get(group)).append(".\n\n");
    }
    text.append("| property, variable | kind | default | allowed | meaning |\n");
    text.append("| --- | --- | --- | --- | --- |\n");
    for (Entry each : entries) {
      Reading reading = each.reading();
      String name = PREFIX + reading.name();
      String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      text.append("| `").append(numbered(name, ".0.", ".<n>."));
      text.append("`<br>`").append(numbered(variable, "_0_", "_<n>_"));
      text.append("` | ").append(reading.kind());
      text.append(" | ").append(usual(reading));
      text.append(" | ").append(reading.bounds());
      text.append(" | ").append(each.meaning()).append(" |\n");
    }
  }

  private static String numbered(String name, String zero, String any) {
    return name.replace(zero, any);
  }

  private static String usual(Reading reading) {
    String usual = reading.usual();
    if (usual.isEmpty() || usual.contains(" ")) {
      return usual;
    }
    return "`" + (reading.name().contains(".0.") ? usual.replace("0", "<n>") : usual) + "`";
  }

  @Test
  void hasWhatTheSampleForSystemdNames() throws IOException {
    Path operations = root().resolve("docs/operations");
    String page = Files.readString(operations.resolve("configuration.md"));
    List<String> named =
        Files.readAllLines(operations.resolve("systemd/omgservers.env.example")).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> "`" + line.substring(0, line.indexOf('=')) + "`")
            .toList();
    assertThat(named).isNotEmpty().allMatch(page::contains);
  }

  @Test
  void saysWhatEachIsFor() {
    assertThat(ENTRIES).hasSizeGreaterThan(100);
    assertThat(ENTRIES).allSatisfy(each -> assertThat(each.meaning()).as("%s", each).isNotBlank());
  }

  @Test
  void isOfSettingsThatAreAllReadAtTheStart() {
    ListeningSettings settings = new ListeningSettings();
    settings.check();
    Set<String> read = new HashSet<>();
    settings.heard().forEach(each -> read.add(each.name()));
    assertThat(ENTRIES).extracting(each -> each.reading().name()).isSubsetOf(read);
  }
}
