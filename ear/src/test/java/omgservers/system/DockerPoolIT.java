package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import omgservers.launcher.Installation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Game servers as containers on two real Docker engines. */
class DockerPoolIT {
  private static DockerEngine first;
  private static DockerEngine second;
  private static DockerPool pool;

  private DockerPool.Stage stage;

  @BeforeAll
  static void prepare() {
    DockerEngine.require();
    first = DockerEngine.start("one");
    second = DockerEngine.start("two");
    for (DockerEngine engine : List.of(first, second)) {
      DockerPool.buildDuel(engine, "game");
      engine.shellImage(DockerPool.image("exits"), "echo no level found; exit 3");
      engine.shellImage(DockerPool.image("silent"), "exec sleep 600");
      engine.shellImage(
          DockerPool.image("greedy"), "x=x; while :; do x=$x$x$x$x; done", "USER 1000:1000");
      engine.shellImage(DockerPool.image("stubborn"), "trap '' TERM; while :; do sleep 1; done");
      engine.shellImage(DockerPool.image("root"), "exec sleep 600", "USER root");
    }
    pool = DockerPool.start("docker", Map.of(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER));
    pool.add("eu-1", 20, first.address(), "");
    pool.add("eu-2", 20, second.address(), "");
  }

  @AfterEach
  void leavesNothingBehind() {
    if (stage != null) {
      stage.end();
    }
    Await.until(pool::held, held -> held == 0);
    Await.until(first::containers, List::isEmpty);
    Await.until(second::containers, List::isEmpty);
  }

  @AfterAll
  static void stop() {
    Stream.of(pool, first, second)
        .filter(java.util.Objects::nonNull)
        .forEach(
            part -> {
              try {
                part.close();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static DockerEngine engine(JsonNode runtime) {
    return runtime.path("pool_server").asText().equals("eu-1") ? first : second;
  }

  private static String container(JsonNode runtime) {
    return "omgservers_" + runtime.path("id").asText();
  }

  @Test
  void playsTheDuelInHardenedContainers() throws IOException {
    stage = pool.deploy("played", "game", 1);
    JsonNode lobby = stage.ready("LOBBY");
    stage.ready("MATCH");
    ExecutorService players = Executors.newFixedThreadPool(2);
    try {
      Supplier<List<String>> play = () -> pool.bot(stage);
      CompletableFuture<List<String>> ann = CompletableFuture.supplyAsync(play, players);
      CompletableFuture<List<String>> ben = CompletableFuture.supplyAsync(play, players);
      assertThat(Stream.of(ann.join(), ben.join()).flatMap(List::stream))
          .contains("result won 1 0", "result lost 0 1", "finished");
    } finally {
      players.shutdown();
    }
    logsAndMeasures(lobby);
    assertThat(
            engine(lobby)
                .inspect(
                    container(lobby),
                    "{{.Config.User}} {{.HostConfig.CapDrop}} {{.HostConfig.SecurityOpt}}"
                        + " {{.HostConfig.ReadonlyRootfs}} {{.HostConfig.Memory}}"
                        + " {{.HostConfig.MemorySwap}} {{.HostConfig.CpuQuota}}"
                        + " {{.HostConfig.PidsLimit}} {{.HostConfig.Privileged}}"
                        + " {{len .Mounts}}"))
        .isEqualTo(
            "65532:65532 [ALL] [no-new-privileges] true 167772160 167772160 100000 256 false 0");
    String labels = engine(lobby).inspect(container(lobby), "{{json .Config.Labels}}");
    assertThat(labels)
        .contains("\"com.omgservers.tenant\":\"studio\"")
        .contains("\"com.omgservers.project\":\"duel\"")
        .contains("\"com.omgservers.qualifier\":\"LOBBY\"");
    String password =
        engine(lobby)
            .inspect(container(lobby), "{{range .Config.Env}}{{println .}}{{end}}")
            .lines()
            .filter(line -> line.startsWith("OMGSERVERS_PASSWORD="))
            .map(line -> line.substring("OMGSERVERS_PASSWORD=".length()))
            .findFirst()
            .orElseThrow();
    assertThat(labels).doesNotContain(password);
    assertThat(Files.readString(pool.platform().installation().logs().resolve("server.log")))
        .doesNotContain(password);
    assertThat(lobby.toString()).doesNotContain(password);
  }

  /** What a container writes and uses is read from its engine. */
  private void logsAndMeasures(JsonNode lobby) {
    String runtime = stage.path() + "/runtimes/" + lobby.path("id").asText();
    Await.until(
        () -> pool.admin().get(runtime + "/log?contains=is+in+the+lobby").is(200),
        reply -> reply.body().path("items").size() >= 2);
    JsonNode use =
        Await.until(
                () -> pool.admin().get(runtime).is(200),
                reply -> reply.body().at("/use/cpu_millis").isInt())
            .body()
            .path("use");
    assertThat(use.path("memory_mib").asInt()).isBetween(5, 160);
  }

  @Test
  void tellsThatTheImageIsAbsentAndDegradesTheDeployment() {
    stage = pool.deploy("absent", "nowhere", 0);
    JsonNode ended = stage.ended();
    assertThat(ended.path("reason").asText()).contains("There is no image studio/duel:nowhere");
    Await.until(stage::view, view -> view.path("degraded").asBoolean());
    assertThat(stage.view().path("reason").asText()).contains("There is no image");
    int tried = stage.runtimes().size();
    assertThat(tried).as("it does not go on and on").isEqualTo(2);
  }

  @Test
  void tellsWithWhichCodeAndWordsItEndedAtOnce() {
    stage = pool.deploy("exits", "exits", 0);
    assertThat(stage.ended().path("reason").asText())
        .isEqualTo("The game server ended with code 3. Last output: no level found");
  }

  @Test
  void endsWhatNeverCallsHome() {
    stage = pool.deploy("silent", "silent", 0);
    assertThat(stage.ended().path("reason").asText())
        .isEqualTo("It did not call in within 25 seconds.");
  }

  @Test
  void tellsThatItUsedMoreThanItsMemory() {
    stage = pool.deploy("greedy", "greedy", 0);
    assertThat(stage.ended().path("reason").asText()).contains("more than its 160 MiB of memory");
  }

  @Test
  void killsWhatIgnoresBeingAskedToStop() {
    stage = pool.deploy("stubborn", "stubborn", 0);
    JsonNode runtime = stage.runtime(each -> !each.path("started_at").isNull());
    assertThat(engine(runtime).containers()).isNotEmpty();
  }

  @Test
  void runsNobodyAsRootUnlessTheServerAllowsIt() {
    stage = pool.deploy("root", "root", 0);
    assertThat(stage.ended().path("reason").asText()).contains("insists on root");
  }

  @Test
  void waitsForRoomAndSaysForWhat() {
    for (String server : List.of("eu-1", "eu-2")) {
      pool.change(server, "{\"memory_mib\":100}");
    }
    try {
      stage = pool.deploy("waiting", "silent", 0);
      JsonNode waiting = stage.runtime(each -> !each.path("reason").isNull());
      assertThat(waiting.path("state").asText()).isEqualTo("PENDING");
      assertThat(waiting.path("reason").asText())
          .isEqualTo("It needs 160 MiB, the largest free is 100 MiB on eu-1.");
      pool.change("eu-2", "{\"memory_mib\":1000}");
      JsonNode started = stage.runtime(each -> !each.path("started_at").isNull());
      assertThat(started.path("pool_server").asText()).isEqualTo("eu-2");
    } finally {
      for (String server : List.of("eu-1", "eu-2")) {
        pool.change(server, "{\"memory_mib\":0}");
      }
    }
  }

  @Test
  void replacesAKilledGameServer() {
    stage = pool.deploy("killed", "game", 0);
    JsonNode lobby = stage.ready("LOBBY");
    engine(lobby).succeed("kill", "-s", "KILL", container(lobby));
    JsonNode ended = stage.ended();
    assertThat(ended.path("id")).isEqualTo(lobby.path("id"));
    assertThat(ended.path("reason").asText()).startsWith("The game server was killed (code 137).");
    assertThat(stage.ready("LOBBY").path("id")).isNotEqualTo(lobby.path("id"));
  }

  @Test
  void removesAContainerThatBelongsToNoRuntime() {
    stage = pool.deploy("orphan", "game", 0);
    JsonNode lobby = stage.ready("LOBBY");
    DockerEngine engine = engine(lobby);
    String installation =
        engine.inspect(
            container(lobby), "{{index .Config.Labels \"com.omgservers.installation\"}}");
    engine.succeed(
        "run",
        "-d",
        "--network=none",
        "--label=com.omgservers.installation=" + installation,
        "--label=com.omgservers.runtime=42",
        "--name=omgservers_42",
        DockerPool.image("silent"));
    engine.succeed("run", "-d", "--network=none", "--name=foreign", DockerPool.image("silent"));
    Await.until(engine::containers, left -> left.size() == 1);
    assertThat(engine.succeed("ps", "-q", "--filter", "name=foreign")).isNotEmpty();
    engine.succeed("rm", "-f", "foreign");
    assertThat(stage.ready("LOBBY").path("id")).isEqualTo(lobby.path("id"));
  }

  @Test
  void findsEverythingAgainAfterOurServerWasKilled() {
    stage = pool.deploy("crashed", "game", 1);
    JsonNode lobby = stage.ready("LOBBY");
    JsonNode match = stage.ready("MATCH");
    pool.platform().crash();
    assertThat(stage.ready("LOBBY").path("id")).isEqualTo(lobby.path("id"));
    assertThat(stage.ready("MATCH").path("id")).isEqualTo(match.path("id"));
    assertThat(pool.held()).isEqualTo(2);
  }

  @Test
  void goesOnElsewhereWhileAnEngineIsDead() {
    pool.change("eu-2", "{\"draining\":true}");
    stage = pool.deploy("dead", "game", 1);
    stage.ready("LOBBY");
    stage.ready("MATCH");
    pool.change("eu-2", "{\"draining\":false}");
    first.kill();
    JsonNode sick =
        Await.until(
            () -> pool.server("eu-1"),
            server -> server.path("health").asText().equals("UNHEALTHY"));
    assertThat(sick.path("unhealthy_reason").asText()).contains("eu-1");
    DockerPool.Stage other = pool.deploy("meanwhile", "game", 0);
    assertThat(other.ready("LOBBY").path("pool_server").asText()).isEqualTo("eu-2");
    other.end();
    first.start();
    Await.until(
        () -> pool.server("eu-1"), server -> server.path("health").asText().equals("HEALTHY"));
    stage.ready("LOBBY");
    stage.ready("MATCH");
  }

  @Test
  void startsAgainWhatAnEngineLostWhileItStarted() {
    pool.change("eu-2", "{\"draining\":true}");
    try {
      stage = pool.deploy("starting", "game", 2);
      stage.runtime(each -> each.path("state").asText().equals("STARTING"));
      first.kill();
      first.start();
      stage.ready("LOBBY");
      Await.until(
          stage::runtimes, all -> all.stream().filter(each -> isReady(each, "MATCH")).count() == 2);
    } finally {
      pool.change("eu-2", "{\"draining\":false}");
    }
  }

  private static boolean isReady(JsonNode runtime, String qualifier) {
    return runtime.path("state").asText().equals("READY")
        && runtime.path("qualifier").asText().equals(qualifier);
  }

  @Test
  void isNotHeldUpByAnEngineThatHangs() {
    first.signal("STOP");
    try {
      Await.until(
          () -> pool.server("eu-1"), server -> server.path("health").asText().equals("UNHEALTHY"));
      stage = pool.deploy("hanging", "game", 0);
      assertThat(stage.ready("LOBBY").path("pool_server").asText()).isEqualTo("eu-2");
    } finally {
      first.signal("CONT");
    }
    Await.until(
        () -> pool.server("eu-1"), server -> server.path("health").asText().equals("HEALTHY"));
  }

  /** Such an engine answers whoever asks whether it is there, and starts nothing. */
  @Test
  void startsElsewhereWhatAnEngineDoesNotComeToAnEndWith() {
    pool.change("eu-2", "{\"draining\":true}");
    first.signalContainerd("STOP");
    try {
      stage = pool.deploy("endless", "game", 0);
      stage.runtime(each -> each.path("state").asText().equals("STARTING"));
      pool.change("eu-2", "{\"draining\":false}");
      assertThat(stage.ready("LOBBY").path("pool_server").asText()).isEqualTo("eu-2");
    } finally {
      first.signalContainerd("CONT");
      pool.change("eu-2", "{\"draining\":false}");
    }
  }

  @Test
  void runsNothingWhenNothingIsWanted() {
    stage = pool.deploy("zero", "game", "{\"min_lobbies\":0}");
    Await.until(stage::view, view -> view.path("state").asText().equals("ACTIVE"));
    assertThat(stage.runtimes()).isEmpty();
    assertThat(pool.held()).isZero();
    pool.visit(stage);
    JsonNode lobby = stage.ready("LOBBY");
    JsonNode ended = stage.ended();
    assertThat(ended.path("id")).isEqualTo(lobby.path("id"));
    assertThat(ended.path("reason").asText()).isEqualTo("The lobby was empty.");
    assertThat(stage.runtimes()).hasSize(1);
  }
}
