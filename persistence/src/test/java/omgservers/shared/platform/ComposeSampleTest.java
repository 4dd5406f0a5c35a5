package omgservers.shared.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sample for production names settings that there are, and variables that it explains. */
class ComposeSampleTest {
  private static final Path SAMPLE = Path.of("../docs/operations/compose");
  private static final Path SETTINGS = Path.of("src/main/java/omgservers/shared/platform");

  private static Set<String> all(String text, String pattern) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesSettingsThatThereAre() throws IOException {
    Set<String> known = new TreeSet<>();
    try (Stream<Path> sources = Files.list(SETTINGS)) {
      sources
          .flatMap(source -> all(read(source), "\"([a-z]+(?:[.-][a-z]+)+)\"").stream())
          .map(name -> "OMGSERVERS_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"))
          .forEach(known::add);
    }
    Set<String> named = all(read(SAMPLE.resolve("compose.yml")), "(?m)^ +(OMGSERVERS_[A-Z_]+):");
    // The server's connection pools read this one.
    assertThat(read(SAMPLE.resolve("before.asadmin"))).contains("ENV=OMGSERVERS_DATABASE_PASSWORD");
    known.add("OMGSERVERS_DATABASE_PASSWORD");
    known.add("OMGSERVERS_PRODUCTION");
    assertThat(named).isNotEmpty();
    assertThat(known).containsAll(named);
  }

  @Test
  void explainsEachVariable() {
    Set<String> used = all(read(SAMPLE.resolve("compose.yml")), "\\$\\{([A-Z_]+)");
    Set<String> explained = all(read(SAMPLE.resolve("env.example")), "(?m)^([A-Z_]+)=");
    assertThat(used).isNotEmpty().isEqualTo(explained);
  }
}
