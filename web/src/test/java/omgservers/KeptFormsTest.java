package omgservers;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omgservers.deployment.DeploymentConfig;
import omgservers.matchmaking.MatchmakerPlan;
import omgservers.registry.RegistryReport;
import omgservers.registry.VersionConfig;
import org.junit.jupiter.api.Test;

/**
 * What is kept becomes more, and never something else, so that two releases work side by side;
 * decision 0045. The record is written anew with <code>-Dkept.forms=write</code>, which refuses to
 * take anything out of it: that is done by hand, a release after the last build that wrote it.
 */
class KeptFormsTest {
  private static final Path RECORD = Path.of("src/test/resources/kept-forms.txt");
  private static final List<Class<?>> JSON =
      List.of(
          MatchmakerPlan.class, VersionConfig.class, DeploymentConfig.class, RegistryReport.class);

  private static Map<String, Set<String>> read(Collection<String> lines) {
    Map<String, Set<String>> forms = new TreeMap<>();
    for (String line : lines) {
      String[] halves = line.split(": ?", 2);
      forms.put(halves[0], Set.of(halves[1].isEmpty() ? new String[0] : halves[1].split(" ", -1)));
    }
    return forms;
  }

  /** What is in the one and not in the other. */
  private static Collection<String> missing(
      Map<String, Set<String>> in, Map<String, Set<String>> from) {
    return from.entrySet().stream()
        .flatMap(
            each ->
                in.containsKey(each.getKey())
                    ? each.getValue().stream()
                        .filter(word -> !in.get(each.getKey()).contains(word))
                        .map(word -> each.getKey() + " " + word)
                    : java.util.stream.Stream.of(each.getKey()))
        .sorted()
        .collect(Collectors.toList());
  }

  @Test
  void becomesMoreAndIsNotChanged() throws IOException {
    Collection<String> present =
        KeptForms.of(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("omgservers"),
            JSON);
    Map<String, Set<String>> forms = read(present);
    assertThat(forms).hasSizeGreaterThan(50);
    Map<String, Set<String>> record = read(Files.readAllLines(RECORD));
    assertThat(missing(forms, record))
        .as("instances of the release before write or need this: take it away a release later")
        .isEmpty();
    if ("write".equals(System.getProperty("kept.forms"))) {
      Files.writeString(RECORD, String.join("\n", present) + "\n");
    }
    assertThat(missing(read(Files.readAllLines(RECORD)), forms))
        .as(
            "instances of the release before cannot read this: a value of an enumeration is"
                + " written a release after it can be read; then -Dkept.forms=write")
        .isEmpty();
  }

  @Test
  void seesWhatIsMissing() {
    Map<String, Set<String>> record = read(List.of("a.Letter: x=long y=int", "a.Mood: GLAD SAD"));
    assertThat(missing(read(List.of("a.Letter: x=int", "a.Mood: GLAD SAD SULKY")), record))
        .containsExactly("a.Letter x=long", "a.Letter y=int");
    assertThat(missing(record, read(List.of("a.Other: z=int", "a.Mood: GLAD SAD SULKY"))))
        .containsExactly("a.Mood SULKY", "a.Other");
    assertThat(missing(record, record)).isEmpty();
  }
}
