package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server serves the contract that is committed. */
class ContractIT {
  private static final String PATH = "/api/v1/openapi";
  private static Calls anybody;

  @BeforeAll
  static void start() {
    anybody = new Calls(TestPlatform.get().installation().url(), null);
  }

  @Test
  void isTheCommittedOne() throws IOException {
    Calls.Reply reply = anybody.get(PATH);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.type()).startsWith("application/yaml");
    assertThat(reply.text())
        .as(
            "The server's contract is not docs/openapi/omgservers.yaml. If that is meant, run:"
                + " ./mvnw -pl web -am test -Dtest=ContractTest -Dopenapi.update=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(Files.readString(TestPlatform.ROOT.resolve("docs/openapi/omgservers.yaml")));
  }

  @Test
  void comesAsJsonToo() {
    Calls.Reply reply = anybody.get(PATH, "Accept", "application/json");
    assertThat(reply.type()).startsWith("application/json");
    assertThat(reply.text("openapi")).isEqualTo("3.0.3");
    long operations = reply.json().findValuesAsText("operationId").stream().distinct().count();
    assertThat(anybody.get(PATH).text().split("operationId: ", -1)).hasSize((int) operations + 1);
    assertThat(anybody.get(PATH, "Accept", "text/html").status()).isEqualTo(406);
  }

  @Test
  void isWhatTheContainerTellsAtItsOwnPath() {
    Calls.Reply own = anybody.get("/openapi", "Accept", "application/json");
    assertThat(own.status()).isEqualTo(200);
    Set<String> paths = names(anybody.get(PATH, "Accept", "application/json"));
    assertThat(paths).isNotEmpty();
    assertThat(names(own)).isEqualTo(paths);
    assertThat(own.json().path("components").path("schemas").path("TenantView").toString())
        .contains("aliases");
  }

  private static Set<String> names(Calls.Reply document) {
    return document.json().path("paths").properties().stream()
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
