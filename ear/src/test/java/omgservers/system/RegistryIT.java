package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real registry, filled by the real client of Docker. */
class RegistryIT {
  private static RegistryWorld world;

  @BeforeAll
  static void prepare() {
    DockerEngine.require();
    world = new RegistryWorld("registry", Map.of("omgservers.registry.check", "PT2S"));
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  @Test
  void makesAVersionOfAPush() {
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.shellImage("first", "exec sleep 600"));
    JsonNode image = world.image("first", it -> it.path("state").asText().equals("VERSION"));
    assertThat(image.path("size").asLong()).isPositive();
    assertThat(image.path("pushed_by").asText()).isEqualTo(world.developer().id());
    assertThat(image.path("labels").path("com.omgservers.config").asText()).contains("duel");
    JsonNode version =
        world
            .developer()
            .calls()
            .get(world.project() + "/versions/" + image.path("version_id").asText())
            .is(200)
            .body();
    assertThat(version.at("/images/0/digest").asText()).isEqualTo(image.path("digest").asText());
    assertThat(version.at("/images/0/image").asText()).isEqualTo("acme/arena:first");
    assertThat(version.at("/config/modes/0/name").asText()).isEqualTo("duel");
  }
}
