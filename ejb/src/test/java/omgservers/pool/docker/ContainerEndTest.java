package omgservers.pool.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerEndTest {
  @Test
  void explainsHowAGameServerEnded() {
    assertThat(ContainerEnd.said(3, "")).isEqualTo("The game server ended with code 3.");
    assertThat(ContainerEnd.said(0, null)).contains("by itself");
    assertThat(ContainerEnd.said(137, "")).contains("killed");
    assertThat(ContainerEnd.said(127, "no such file"))
        .isEqualTo("The command of the image was not found (code 127). no such file.");
  }

  @Test
  void readsWhatAnEngineSaysWithoutItsWrapping() {
    String body = "Status 409: {\"message\":\"the name is in use\"}\n";
    assertThat(Faults.words(new DockerException(body, 409))).isEqualTo("the name is in use");
    assertThat(Faults.words(new DockerException("plain", 500))).isEqualTo("plain");
    assertThat(Faults.words(new DockerException("half {", 500))).isEqualTo("half {");
  }

  @Test
  void findsTheRuntimeOfALabelledContainerOnly() {
    Map<String, String> labels = Labels.of("here", 42, Map.of("stage", "7"));
    assertThat(labels)
        .containsEntry("com.omgservers.stage", "7")
        .containsEntry("com.omgservers.installation", "here");
    assertThat(Labels.runtime(labels)).hasValue(42);
    assertThat(Labels.runtime(Map.of(Labels.RUNTIME, "x"))).isEmpty();
    assertThat(Labels.runtime(Map.of())).isEmpty();
    assertThat(Labels.runtime(null)).isEmpty();
  }

  @Test
  void takesSecretsFromBelowTheirFolderOnly() {
    Path secrets = Path.of("/secrets");
    assertThat(EngineKeys.named(secrets, null)).isEmpty();
    assertThat(EngineKeys.named(secrets, "eu-1").orElseThrow().folder())
        .isEqualTo(secrets.resolve("eu-1"));
    for (String name : new String[] {"..", "a/b", "/etc", "", "A", ".x"}) {
      assertThatThrownBy(() -> EngineKeys.named(secrets, name))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
