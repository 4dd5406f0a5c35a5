package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import omgservers.launcher.Installation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Engines as installations have them: one that is reached by TLS, one whose disk is full, and a
 * registry with a password that both pull from.
 */
class DockerEnginesIT {
  /** The example game takes less than this; its image does not fit on what is left of the disk. */
  private static final int SMALL_MIB = 160;

  @TempDir private static Path folder;

  private static ImageRegistry registry;
  private static DockerEngine secure;
  private static DockerEngine small;
  private static DockerPool pool;
  private static String address;

  private DockerPool.Stage stage;

  @BeforeAll
  static void prepare() throws IOException {
    DockerEngine.require();
    registry = ImageRegistry.start(folder);
    TlsKeys keys = TlsKeys.in(Files.createDirectory(folder.resolve("keys")));
    Path engine = keys.write("engine", true, folder.resolve("engine"));
    Path secrets = folder.resolve("secrets");
    keys.write("client", true, secrets.resolve("secure"));
    keys.write("client", false, secrets.resolve("stranger"));
    Files.createDirectory(secrets.resolve("small"));
    for (String name : List.of("secure", "small")) {
      Files.writeString(
          secrets.resolve(name).resolve("registry.properties"),
          "user=%s\npassword=%s\n".formatted(ImageRegistry.USER, ImageRegistry.PASSWORD));
    }
    int port = TestPlatform.freePort();
    address = "https://127.0.0.1:" + port;
    secure =
        DockerEngine.start(
            "secure",
            "--host=tcp://127.0.0.1:" + port,
            "--tlsverify",
            "--tlscacert=" + engine.resolve("ca.pem"),
            "--tlscert=" + engine.resolve("cert.pem"),
            "--tlskey=" + engine.resolve("key.pem"));
    small = DockerEngine.small("small", SMALL_MIB);
    DockerPool.buildDuel(secure, "game");
    secure.shellImage(DockerPool.image("exits"), "echo no level found; exit 3");
    secure.shellImage(
        DockerPool.image("flood"),
        "l=0123456789; l=$l$l$l$l$l$l$l$l$l$l; l=$l$l$l$l$l$l$l$l$l$l;"
            + " yes $l | head -c 104857600; echo; echo after the flood");
    for (String tag : List.of("game", "exits", "flood")) {
      registry.push(secure, DockerPool.image(tag));
      secure.succeed("rmi", DockerPool.image(tag));
    }
    pool =
        DockerPool.start(
            "engines",
            Map.of(
                "omgservers.pool.secrets",
                secrets.toAbsolutePath().toString(),
                "omgservers.runtime.first-contact",
                "PT5M",
                Installation.JAVA_OPTIONS,
                TestPlatform.BRIEF_SERVER));
  }

  private static void add(String name, int slots, String at, String credentials) {
    pool.add(
        name,
        slots,
        at,
        ",\"credentials\":\"%s\",\"registry\":\"%s\"".formatted(credentials, registry.address()));
  }

  @AfterEach
  void leavesNothingBehind() {
    if (stage != null) {
      stage.end();
    }
    Await.until(pool::held, held -> held == 0);
    Await.until(secure::containers, List::isEmpty);
    Await.until(small::containers, List::isEmpty);
    for (String name : List.of("secure", "small", "stranger")) {
      pool.admin().delete("pool/servers/" + name);
    }
  }

  @AfterAll
  static void stop() {
    if (pool != null) {
      pool.close();
    }
    for (DockerEngine engine : new DockerEngine[] {secure, small}) {
      if (engine != null) {
        engine.close();
      }
    }
    if (registry != null) {
      registry.close();
    }
  }

  @Test
  void reachesAnEngineByTlsWhichPullsAheadOfTheFirstGameServer() {
    add("secure", 10, address, "secure");
    Await.until(
        () -> pool.server("secure"), server -> server.path("health").asText().equals("HEALTHY"));
    String version = pool.version(Map.of("UNIVERSAL", "game"));
    Await.until(
        () -> secure.run("inspect", registry.address() + "/" + DockerPool.image("game")).exitCode(),
        code -> code == 0);
    stage = pool.deployVersion("secure", version, "{\"min_lobbies\":1}");
    JsonNode lobby = stage.ready("LOBBY");
    assertThat(lobby.path("pool_server").asText()).isEqualTo("secure");
    assertThat(pool.server("secure").toString()).doesNotContain(ImageRegistry.PASSWORD);
  }

  @Test
  void doesNotUseAnEngineThatRefusesItsKeys() {
    add("stranger", 10, address, "stranger");
    JsonNode server =
        Await.until(
            () -> pool.server("stranger"),
            seen -> seen.path("health").asText().equals("UNHEALTHY"));
    assertThat(server.path("unhealthy_reason").asText())
        .contains("stranger")
        .contains("does not accept our certificate");
  }

  /** How much of it can be read is up to the engine, which puts full files away meanwhile. */
  @Test
  void boundsAFloodOfOutputAndKeepsItsEnd() {
    add("secure", 10, address, "secure");
    stage = pool.deploy("flood", "flood", 0);
    String runtime = stage.runtime(each -> !each.path("started_at").isNull()).path("id").asText();
    secure.run("wait", "omgservers_" + runtime);
    JsonNode ended =
        stage.runtime(
            each ->
                each.path("id").asText().equals(runtime)
                    && each.path("state").asText().equals("ENDED"));
    assertThat(ended.path("reason").asText())
        .startsWith("The game server ended by itself (code 0).");
    String log = stage.path() + "/runtimes/" + runtime + "/log";
    assertThat(pool.admin().get(log + "?stream=STDOUT&tail=1").is(200).values("text"))
        .containsExactly("after the flood");
    assertThat(pool.admin().get(log + "?stream=PLATFORM&tail=9").is(200).values("text"))
        .anyMatch(line -> line.endsWith("not read."));
    JsonNode kept =
        pool.admin().get(stage.path() + "/logs?runtime=" + runtime).is(200).body().at("/items/0");
    assertThat(kept.path("size").asInt()).isBetween(1 << 20, 4 << 20);
  }

  @Test
  void startsElsewhereWhatADiskHasNoRoomFor() {
    small.fill();
    add("small", 60, small.address(), "small");
    add("secure", 5, address, "secure");
    stage = pool.deploy("full", "game", 0);
    JsonNode lobby = stage.ready("LOBBY");
    assertThat(lobby.path("pool_server").asText()).isEqualTo("secure");
    assertThat(pool.platform().installation().logs().resolve("server.log"))
        .content()
        .contains("no space left on device");
  }

  @Test
  void degradesADeploymentWhoseMatchesDoNotComeUp() {
    add("secure", 10, address, "secure");
    stage =
        pool.deployVersion(
            "matches",
            pool.version(Map.of("LOBBY", "game", "MATCH", "exits")),
            "{\"min_lobbies\":1,\"matchmaker\":{\"modes\":{\"duel\":{\"min_matches\":1}}}}");
    Await.until(stage::view, view -> view.path("degraded").asBoolean());
    assertThat(stage.view().path("reason").asText()).contains("no level found");
    stage.ready("LOBBY");
    assertThat(
            stage.runtimes().stream()
                .filter(each -> each.path("qualifier").asText().equals("MATCH"))
                .toList())
        .as("it does not go on and on")
        .hasSize(2);
  }
}
