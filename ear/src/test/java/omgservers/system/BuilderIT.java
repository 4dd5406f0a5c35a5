package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Source becomes an image on a real engine, which is pushed to a real registry, and a version. */
class BuilderIT {
  private static final String STEP = BuildYard.SHELL + "RUN ";

  private static RegistryWorld world;
  private static BuildYard yard;

  @BeforeAll
  static void prepare() {
    DockerEngine.require();
    world =
        new RegistryWorld(
            "builder",
            Map.ofEntries(
                Map.entry("omgservers.builder.network", "none"),
                Map.entry("omgservers.builder.private-git", "true"),
                Map.entry("omgservers.builder.queue", "3"),
                Map.entry("omgservers.builder.running", "2"),
                Map.entry("omgservers.builder.timeout", "PT40S"),
                Map.entry("omgservers.builder.memory", "64"),
                Map.entry("omgservers.builder.source-unpacked", "512"),
                Map.entry("omgservers.builder.source-size", "200"),
                Map.entry("omgservers.builder.source-entries", "5000")));
    mark(2);
    yard = new BuildYard(world.developer().calls(), world.project());
  }

  private static void mark(int slots) {
    Calls calls = new Calls(world.platform().installation().url(), world.admin().token());
    Calls.Reply reply =
        calls.patch(
            "/api/v1/pool/servers/eu-1", "{\"build_slots\":%d}".formatted(slots), "If-Match", "*");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  /** The containers in which steps run; game servers may run beside them. */
  private static List<String> steps() {
    List<String> running = new ArrayList<>(world.pool().succeed("ps", "-q").lines().toList());
    running.removeAll(world.pool().containers());
    return running;
  }

  private static String wish(String tag) {
    return "{\"tag\":\"%s\",\"config\":%s}".formatted(tag, RegistryWorld.CONFIG);
  }

  @Test
  void makesAVersionOfAnArchive() throws Exception {
    String id = yard.create(wish("first"));
    assertThat(yard.view(id).path("state").asText()).isEqualTo("AWAITING_SOURCE");
    JsonNode queued =
        yard.upload(
                id, BuildYard.archive(Map.of("Dockerfile", STEP + "echo made of source > /made\n")))
            .is(200)
            .body();
    assertThat(queued.path("state").asText()).isEqualTo("QUEUED");
    String events = yard.follow(id);
    JsonNode build = yard.ended(id, "SUCCEEDED");
    assertThat(events).contains("event: line", "Step 3/", "event: end");
    assertThat(build.path("server").asText()).isEqualTo("eu-1");
    assertThat(build.path("image").asText()).isEqualTo("acme/arena:first");
    JsonNode version =
        world
            .developer()
            .calls()
            .get(world.project() + "/versions/" + build.path("version_id").asText())
            .is(200)
            .body();
    assertThat(version.at("/images/0/digest").asText()).isEqualTo(build.path("digest").asText());
    assertThat(version.at("/config/modes/0/name").asText()).isEqualTo("duel");
    // Nothing of it is left under the names of the registry.
    assertThat(world.pool().succeed("images", "--format", "{{.Repository}}:{{.Tag}}"))
        .doesNotContain("acme/arena:first")
        .contains(":cache");
    assertThat(yard.repeat(id).status()).isEqualTo(409);
  }

  @Test
  void usesWhatItBuiltBefore() {
    String dockerfile = STEP + "echo cached > /cached\n";
    yard.ended(yard.build(dockerfile, wish("cache-1")), "SUCCEEDED");
    String again = yard.build(dockerfile, wish("cache-2"));
    yard.ended(again, "SUCCEEDED");
    assertThat(yard.log(again)).contains("Using cache");
    String fresh =
        yard.build(
            dockerfile,
            "{\"tag\":\"cache-3\",\"no_cache\":true,\"config\":%s}"
                .formatted(RegistryWorld.CONFIG));
    yard.ended(fresh, "SUCCEEDED");
    assertThat(yard.log(fresh)).doesNotContain("Using cache");
  }

  @Test
  void saysWhyADockerfileFails() {
    String id = yard.build(STEP + "echo it goes wrong; exit 7\n", wish("failing"));
    JsonNode build = yard.ended(id, "FAILED");
    assertThat(build.path("reason").asText()).contains("returned a non-zero code: 7");
    assertThat(yard.log(id)).contains("it goes wrong", "FAILED:");
    assertThat(build.path("repeatable").asBoolean()).isTrue();
    String syntax = yard.build("NONSENSE\n", wish("syntax"));
    assertThat(yard.ended(syntax, "FAILED").path("reason").asText())
        .containsIgnoringCase("nonsense");
  }

  @Test
  void boundsTheMemoryOfSteps() {
    String id = yard.build(STEP + "tail /dev/zero\n", wish("greedy"));
    assertThat(yard.ended(id, "FAILED").path("reason").asText()).contains("non-zero code");
  }

  @Test
  void refusesWhatWouldLeaveTheSource() throws IOException {
    String id = yard.create(wish("evil"));
    yard.upload(id, BuildYard.evil("../outside", '0'))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED");
    yard.upload(id, BuildYard.evil("device", '3')).refuses(400, "VALIDATION_CONSTRAINT_VIOLATED");
    yard.upload(id, BuildYard.bomb()).refuses(413, "LIMIT_REACHED");
    byte[] nothing = "no archive".getBytes(StandardCharsets.UTF_8);
    yard.upload(id, nothing).refuses(400, "WRONG_REQUEST");
    yard.upload(id, BuildYard.archive(Map.of("other", "x")))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("dockerfile");
    // It still awaits one that is good.
    assertThat(yard.view(id).path("state").asText()).isEqualTo("AWAITING_SOURCE");
    yard.cancel(id).is(202);
    yard.ended(id, "CANCELLED");
    yard.upload(id, BuildYard.archive(Map.of("Dockerfile", STEP))).refuses(409, "WRONG_ARGUMENT");
  }

  @Test
  void endsWhatIsCancelled() {
    String id = yard.build(STEP + "echo it b\"e\"gan; while true; do :; done\n", wish("endless"));
    yard.awaitLog(id, "it began");
    String step = steps().get(0);
    assertThat(
            world
                .pool()
                .inspect(
                    step,
                    "{{.HostConfig.CpuQuota}}/{{.HostConfig.CpuPeriod}} {{.HostConfig.Memory}} {{.HostConfig.NetworkMode}} {{.Mounts}}"))
        .isEqualTo("200000/100000 67108864 none []");
    yard.cancel(id).is(202);
    yard.ended(id, "CANCELLED");
    Await.until(() -> world.pool().succeed("ps", "-aq"), all -> !all.contains(step));
  }

  @Test
  void endsWhatTakesTooLong() {
    String id = yard.build(STEP + "while true; do :; done\n", wish("late"));
    JsonNode build = yard.ended(id, "TIMED_OUT");
    assertThat(build.path("reason").asText()).isEqualTo("It took longer than 40 seconds.");
  }

  @Test
  void boundsTheQueueOfATenant() {
    String tenant = world.support().post("tenants", "{}").is(201).text("id");
    String project =
        world.support().post("tenants/" + tenant + "/projects", "{}").is(201).text("id");
    BuildYard other = new BuildYard(world.support(), "tenants/" + tenant + "/projects/" + project);
    String first = other.create("{}");
    other.create("{}");
    other.create("{}");
    world.support().post(other.path(), "{}").refuses(409, "LIMIT_REACHED");
    other.cancel(first).is(202);
    other.ended(first, "CANCELLED");
    other.create("{}");
    // What awaits its archive goes with the project.
    world.support().delete("tenants/" + tenant + "/projects/" + project).is(202);
    Await.until(
        () -> world.support().get("tenants/" + tenant + "/projects/" + project).status(),
        status -> status == 404);
  }

  @Test
  void showsNothingToStrangers() {
    String id = yard.create(wish("own"));
    Administration stranger = world.developer(new String[0]).calls();
    String path = yard.path() + "/" + id;
    stranger.get(yard.path()).refuses(404, "OBJECT_NOT_FOUND");
    stranger.get(path).refuses(404, "OBJECT_NOT_FOUND");
    stranger.get(path + "/log").refuses(404, "OBJECT_NOT_FOUND");
    stranger.post(yard.path(), "{}").refuses(404, "OBJECT_NOT_FOUND");
    stranger.delete(path).refuses(404, "OBJECT_NOT_FOUND");
    new BuildYard(stranger, world.project())
        .upload(id, BuildYard.archive(Map.of("Dockerfile", STEP)))
        .refuses(404, "OBJECT_NOT_FOUND");
    Administration viewer = world.developer("PROJECT_VIEWER").calls();
    viewer.get(path).is(200);
    viewer.post(yard.path(), "{}").refuses(403, "PERMISSION_NOT_FOUND");
    yard.cancel(id).is(202);
  }

  @Test
  void tellsNobodyItsSecrets() {
    String wish =
        "{\"tag\":\"%s\",\"arguments\":{\"OPEN\":\"seen\"},\"secrets\":{\"HIDDEN\":\"hunter2-hunter2\"},\"config\":%s}";
    String id =
        yard.build(
            """
            FROM scratch AS first
            COPY busybox /bin/sh
            ARG HIDDEN
            ARG OPEN
            RUN echo it is $HIDDEN and $OPEN > /told && read line < /told; echo $line
            FROM scratch
            COPY --from=first /told /bin/
            COPY busybox /bin/sh
            """,
            wish.formatted("secret", RegistryWorld.CONFIG));
    JsonNode build = yard.ended(id, "SUCCEEDED");
    assertThat(yard.log(id)).contains("it is *** and seen").doesNotContain("hunter2-hunter2");
    assertThat(build.toString()).doesNotContain("hunter2-hunter2").contains("HIDDEN");
    String told =
        yard.build(
            STEP + "true\nARG HIDDEN\nRUN true $HIDDEN\n",
            wish.formatted("told", RegistryWorld.CONFIG));
    assertThat(yard.ended(told, "FAILED").path("reason").asText())
        .startsWith("Everybody who pulls the image could read the secret HIDDEN");
  }

  /** A step looks for what its builder logs in with: at variables, mounts and files. */
  @Test
  void showsAStepNothingThatItsBuilderLogsInWith() {
    String look =
        "export -p; while read -r line; do echo mount $line; done < /proc/self/mounts;"
            + " for file in /* /*/* /*/*/*; do case $file in /proc/*|/sys/*) ;;"
            + " *) echo file $file;; esac; done";
    String id = yard.build(STEP + look + "\n", wish("looks"));
    yard.ended(id, "SUCCEEDED");
    assertThat(yard.log(id))
        .contains("file /bin/sh", "mount ")
        .doesNotContain("docker.sock", "config.json", ".docker", "eyJ", RegistryWorld.SECRET)
        .doesNotContainIgnoringCase("authorization");
  }

  @Test
  void buildsOnWhatTheProjectPushedAndOnNothingThatTheEngineHappensToHave() {
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.shellImage("base", "exec sleep 600"));
    String own =
        yard.build("FROM " + world.reference("base") + "\nRUN echo on it\n", wish("on-base"));
    yard.ended(own, "SUCCEEDED");
    world.pool().shellImage("others/game:1", "exec sleep 600");
    String foreign = yard.build("FROM others/game:1\nRUN echo got it\n", wish("stolen"));
    yard.ended(foreign, "FAILED");
    assertThat(yard.log(foreign)).doesNotContain("got it");
  }

  @Test
  void waitsForAServerThatBuilds() {
    mark(0);
    String id = "";
    try {
      id = yard.build(STEP + "true\n", wish("waiting"));
      yard.await(id, build -> build.path("reason").asText().contains("marked for building"));
    } finally {
      mark(2);
    }
    yard.ended(id, "SUCCEEDED");
  }

  @Test
  void fetchesFromARepository() throws IOException {
    Path tree = Files.createTempDirectory(world.desk().folder(), "tree");
    Files.copy(Path.of("/bin/busybox"), tree.resolve("busybox"));
    Files.writeString(tree.resolve("Dockerfile"), STEP + "echo from a commit\n");
    try (GitServer git = new GitServer(tree)) {
      String commit = git.commit();
      String id =
          yard.create(
              "{\"tag\":\"git\",\"git\":{\"url\":\"%s\",\"ref\":\"main\"},\"config\":%s}"
                  .formatted(git.url(), RegistryWorld.CONFIG));
      JsonNode build = yard.ended(id, "SUCCEEDED");
      assertThat(build.path("commit").asText()).isEqualTo(commit);
      assertThat(yard.log(id)).contains("Commit " + commit, "from a commit");
      String absent =
          yard.create(
              "{\"git\":{\"url\":\"%s\",\"ref\":\"nothing\"},\"config\":%s}"
                  .formatted(git.url(), RegistryWorld.CONFIG));
      assertThat(yard.ended(absent, "FAILED").path("reason").asText())
          .isEqualTo("The repository has no branch and no tag 'nothing'.");
    }
    world
        .developer()
        .calls()
        .post(yard.path(), "{\"git\":{\"url\":\"file:///etc\"}}")
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("git.url");
  }

  /** Nothing is typed between the build and the game. */
  @Test
  void isPlayedOnAStageThatFollowsItsTag() {
    DockerPool.buildDuel(world.desk(), "made");
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold").toAbsolutePath();
    String stage =
        world
            .support()
            .post(world.project() + "/stages", "{\"alias\":\"followed\"}")
            .is(201)
            .text("id");
    world
        .support()
        .put(
            world.project() + "/stages/" + stage + "/following",
            "*",
            "{\"tag\":\"stable\",\"config\":{\"min_lobbies\":1}}")
        .is(200);
    RegistryWorld.Account alice = world.developer("VERSION_MANAGER");
    Omgctl tool =
        new Omgctl(world.desk().folder().resolve("omgctl"), world.platform().installation().url());
    assertThat(tool.login("developer", alice.id(), alice.password()).exitCode()).isZero();
    Omgctl.Result built =
        tool.succeed(
            "build",
            RegistryWorld.TENANT,
            RegistryWorld.PROJECT,
            sdk.resolve("target/container").toString(),
            "--tag",
            "stable",
            "--config",
            sdk.resolve("example/duel/version.json").toString());
    assertThat(built.output()).contains("uploading: ", "Step 1/", "SUCCEEDED");
    assertThat(built.value("state")).isEqualTo("SUCCEEDED");
    String runtimes = world.project() + "/stages/" + stage + "/runtimes";
    Await.until(
        () -> world.support().get(runtimes).values("state"), states -> states.contains("READY"));
    ExecutorService players = Executors.newFixedThreadPool(2);
    try {
      Supplier<List<String>> play =
          () ->
              LuaRun.bot(
                  world.platform().installation().url(),
                  RegistryWorld.TENANT,
                  RegistryWorld.PROJECT,
                  "followed");
      CompletableFuture<List<String>> ann = CompletableFuture.supplyAsync(play, players);
      CompletableFuture<List<String>> ben = CompletableFuture.supplyAsync(play, players);
      assertThat(Stream.of(ann.join(), ben.join()).flatMap(List::stream))
          .contains("result won 1 0", "result lost 0 1");
    } finally {
      players.shutdown();
    }
    assertThat(tool.succeed("build", "list", RegistryWorld.TENANT, RegistryWorld.PROJECT).output())
        .contains("stable");
  }

  @Test
  void isWatchedInTheConsole() {
    ConsoleBrowser.require();
    try (ConsoleBrowser browser = ConsoleBrowser.open(world.platform().installation().url())) {
      ConsoleBuilds console = new ConsoleBuilds(world, yard, browser);
      console.watchAndCancel(
          STEP + "echo '<b>began</b>'; while true; do echo tick; sleep 1; done\n", wish("watched"));
      String id = yard.build(STEP + "echo pictured\n", wish("pictured"));
      console.findImage(id);
      console.showWhatWaits(yard.view(id).path("version_id").asText());
    }
  }
}
