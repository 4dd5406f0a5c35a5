package omgservers.shared.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import omgservers.shared.rest.Api;
import omgservers.shared.rest.Entrypoints;
import org.junit.jupiter.api.Test;

/** The committed contract is the one that the doors make, and it leaves nothing out. */
class ContractTest {
  private static final String UPDATE = "openapi.update";

  private static java.nio.file.Path committed() {
    java.nio.file.Path folder = java.nio.file.Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs/openapi/omgservers.yaml");
  }

  @Test
  void isCommittedAsItIs() throws IOException {
    String yaml = Contract.yaml();
    if (Boolean.getBoolean(UPDATE)) {
      Files.createDirectories(committed().getParent());
      Files.writeString(committed(), yaml);
    }
    assertThat(Files.readString(committed()))
        .as(
            "docs/openapi/omgservers.yaml is not what the doors make; if that is meant, run:"
                + " ./mvnw -pl web -am test -Dtest=ContractTest -D"
                + UPDATE
                + "=true -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(yaml);
  }

  /** Found in the class files, not through the applications that the contract is made from. */
  @Test
  void hasEveryMethodThatAnswersAVerb() {
    Set<String> answered = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("omgservers")) {
      for (JavaMethod method : type.getMethods()) {
        boolean stream =
            method
                .tryGetAnnotationOfType(Produces.class)
                .map(form -> form.value()[0].startsWith(MediaType.SERVER_SENT_EVENTS))
                .orElse(false);
        if (method.isMetaAnnotatedWith(HttpMethod.class) && !stream) {
          assertThat(type.isAnnotatedWith(Path.class)).as(method.getFullName()).isTrue();
          answered.add(type.getName() + "." + method.getName());
        }
      }
    }
    assertThat(answered).isNotEmpty();
    assertThat(
            Call.of(new Api(), new Entrypoints()).stream()
                .map(call -> call.door().getName() + "." + call.method().getName()))
        .containsExactlyInAnyOrderElementsOf(answered);
  }

  @Test
  void namesEachCallOnce() {
    List<Call> calls = Call.of(new Api(), new Entrypoints());
    assertThat(calls).extracting(Call::id).doesNotHaveDuplicates();
    assertThat(calls).extracting(call -> call.verb() + " " + call.path()).doesNotHaveDuplicates();
  }

  @Test
  void saysWhatEachCallDoes() {
    assertThat(Call.of(new Api(), new Entrypoints()))
        .allSatisfy(call -> assertThat(Comments.of(call.method())).as(call.id()).isNotBlank());
  }

  @Test
  void refersOnlyToWhatItHas() {
    String yaml = Contract.yaml();
    Set<String> references =
        yaml.lines()
            .filter(line -> line.contains("$ref"))
            .map(line -> line.replaceAll(".*/(\\w+)\"?$", "$1"))
            .collect(Collectors.toSet());
    Set<String> names =
        yaml.lines()
            .filter(line -> line.matches("    \\w+:"))
            .map(line -> line.strip().replace(":", ""))
            .collect(Collectors.toSet());
    assertThat(names).containsAll(references);
  }

  @Test
  void writesYamlThatReadersUnderstand() {
    assertThat(
            Yaml.of(
                Contract.map(
                    "text",
                    "two words",
                    "colon",
                    "a: b",
                    "quote",
                    "say \"no\" \\",
                    "flag",
                    "true",
                    "number",
                    7,
                    "empty",
                    Map.of(),
                    "none",
                    List.of(),
                    "list",
                    List.of("a", Contract.map("b", 1, "c", List.of("#d"))))))
        .isEqualTo(
            """
            text: two words
            colon: "a: b"
            quote: "say \\"no\\" \\\\"
            flag: "true"
            number: 7
            empty: {}
            none: []
            list:
            - a
            - b: 1
              c:
              - "#d"
            """);
  }
}
