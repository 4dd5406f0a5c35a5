package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import omgservers.launcher.Secrets;
import org.junit.jupiter.api.Test;

/** The launcher as the build starts it: exit codes, one clear line for what cannot work. */
class LauncherIT {
  private static final Duration SERVING_MAX = Duration.ofMinutes(10);

  private static final String NO_ENGINE = "unix:///nowhere/docker.sock";

  private record Result(int exitCode, String output) {}

  private static final String WITH_STARTER = "--end-with-starter";

  private static Process start(Path output, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (List.of(arguments).contains(WITH_STARTER)) {
      // A starter that, killed, passes nothing on; no separator, so no word is split.
      command.addAll(List.of("sh", "-c", "IFS=; $@ & wait", "sh"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-classpath");
    command.add(System.getProperty("surefire.test.class.path", classPath()));
    command.add("omgservers.launcher.Launcher");
    command.add("--root=" + TestPlatform.ROOT);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // Whatever engine this machine has: what is not asked for must not change what is told.
    builder.environment().put("DOCKER_HOST", NO_ENGINE);
    builder.environment().put("OMGSERVERS_LAUNCHER_JAVA_OPTIONS", TestPlatform.BRIEF_SERVER);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static Result launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("launcher", ".txt");
    Process process = start(output, environment, arguments);
    assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output);
    Files.delete(output);
    return new Result(process.exitValue(), text);
  }

  @Test
  void saysThatThePortIsInUse() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Result result =
          launch(
              Map.of(), "--data=" + TestPlatform.fresh("port"), "--port=" + taken.getLocalPort());
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.output().strip().lines())
          .singleElement()
          .asString()
          .startsWith("Port: " + taken.getLocalPort() + " is in use");
    }
  }

  @Test
  void saysThatTheDataFolderCannotBeUsed() throws IOException, InterruptedException {
    Path file = Files.createTempFile("data", "");
    Result result = launch(Map.of(), "--data=" + file.resolve("below"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output().strip().lines())
        .singleElement()
        .asString()
        .startsWith("Data folder: ");
    Files.delete(file);
  }

  @Test
  void saysWhichSettingIsWrong() throws IOException, InterruptedException {
    Result shards =
        launch(
            Map.of("OMGSERVERS_SHARDS", "many"),
            "--data=" + TestPlatform.fresh("setting"),
            "--port=" + TestPlatform.freePort());
    assertThat(shards.exitCode()).isEqualTo(1);
    assertThat(shards.output())
        .contains("Configuration: omgservers.shards: must be a number, not many");
    Result silence =
        launch(
            Map.of("OMGSERVERS_RUNTIME_SILENCE", "soon", "OMGSERVERS_LAUNCHER_LOG_FORMAT", "json"),
            "--data=" + TestPlatform.fresh("setting"),
            "--port=" + TestPlatform.freePort());
    assertThat(silence.exitCode()).isEqualTo(1);
    assertThat(silence.output().strip().lines())
        .last()
        .asString()
        .matches("Configuration: omgservers.runtime.silence: [^\"]+");
    Result format =
        launch(
            Map.of("OMGSERVERS_LAUNCHER_LOG_FORMAT", "yaml"),
            "--data=" + TestPlatform.fresh("setting"));
    assertThat(format.exitCode()).isEqualTo(1);
    assertThat(format.output().strip())
        .isEqualTo("Configuration: omgservers.launcher.log-format: must be text or json, not yaml");
  }

  @Test
  void startsForProductionWithASecretOnly() throws IOException, InterruptedException {
    Result missing =
        launch(
            Map.of("OMGSERVERS_PRODUCTION", "true", "OMGSERVERS_SECURITY_SECRET", ""),
            "--data=" + TestPlatform.fresh("setting"),
            "--port=" + TestPlatform.freePort());
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.output())
        .contains("Configuration: omgservers.security.secret: is not set; omgservers.production");
    Result shorter =
        launch(
            Map.of("OMGSERVERS_SECURITY_SECRET", "x".repeat(31)),
            "--data=" + TestPlatform.fresh("setting"),
            "--port=" + TestPlatform.freePort());
    assertThat(shorter.exitCode()).isEqualTo(1);
    assertThat(shorter.output())
        .contains("Configuration: omgservers.security.secret: is shorter than 32 characters");
  }

  @Test
  void saysThatTheDiskIsFull() throws IOException, InterruptedException {
    Result result =
        launch(
            Map.of("OMGSERVERS_LAUNCHER_DISK_MIN", "1000000000000"),
            "--data=" + TestPlatform.fresh("disk"),
            "--port=" + TestPlatform.freePort());
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output().strip().lines())
        .singleElement()
        .asString()
        .startsWith("Disk: ")
        .endsWith("at least 1000000000000 MiB are needed (omgservers.launcher.disk-min).");
  }

  /** A launcher that plays the demo and then serves. */
  private record Serving(Process process, Path output, int port) implements AutoCloseable {
    static Serving start(Path data, Map<String, String> environment, String... more)
        throws IOException {
      Path output = Files.createTempFile("launcher", ".txt");
      int port = TestPlatform.freePort();
      List<String> arguments =
          new ArrayList<>(List.of("--data=" + data, "--port=" + port, "--demo"));
      arguments.addAll(List.of(more));
      Process process = LauncherIT.start(output, environment, arguments.toArray(String[]::new));
      return new Serving(process, output, port);
    }

    Service service() {
      return new Service(URI.create("http://127.0.0.1:" + port));
    }

    void await(String text) throws IOException, InterruptedException {
      Instant end = Instant.now().plus(SERVING_MAX);
      while (!told().contains(text)) {
        assertThat(process.isAlive() && Instant.now().isBefore(end)).as(told()).isTrue();
        Thread.sleep(200);
      }
    }

    String told() throws IOException {
      return Files.readString(output);
    }

    /** Stops it in order, as Ctrl-C does. */
    @Override
    public void close() throws IOException {
      process.destroy();
      assertThat(process.onExit().orTimeout(1, TimeUnit.MINUTES).join()).isNotNull();
      Files.delete(output);
    }
  }

  private static String lobby(String assigned) throws IOException {
    JsonNode body = Service.JSON.readTree(assigned).path("body");
    assertThat(body.path("runtime_qualifier").asText()).isEqualTo("LOBBY");
    return body.path("runtime_id").asText();
  }

  @Test
  void playsAgainAfterAStopAndMovesWhoStayedIntoANewLobby()
      throws IOException, InterruptedException {
    Path data = TestPlatform.fresh("demo");
    Map<String, String> settings =
        new HashMap<>(Map.of("OMGSERVERS_SHARDS", "3", "OMGSERVERS_PLAYER_CLIENT_SILENCE", "PT5M"));
    Service.User player;
    String client;
    String before;
    try (Serving first = Serving.start(data, settings)) {
      first.await("serving on");
      player = first.service().signUp();
      Service.Answer entered = first.service().enter(player);
      client = entered.text("client_id");
      Connector connector = new Connector(entered.body().path("connector_config"));
      before = lobby(connector.next("RUNTIME_ASSIGNED"));
      assertThat(first.told()).contains("result won").contains("finished");
      assertThat(first.told())
          .contains("none, nothing can be pushed: there is no Docker engine at " + NO_ENGINE);
    }
    assertThat(running(data)).as("game servers and database of %s", data).isEmpty();

    settings.put("OMGSERVERS_LAUNCHER_LOG_FORMAT", "json");
    try (Serving second = Serving.start(data, settings, WITH_STARTER)) {
      second.await("serving on");
      String wish = "{\"client_id\":\"%s\"}".formatted(client);
      Service.Answer resumed = second.service().player("resume-client", wish, player.token());
      Connector connector = new Connector(resumed.body().path("connector_config"));
      String after = lobby(connector.next("RUNTIME_ASSIGNED"));
      if (after.equals(before)) {
        // The stop came before the receipt: this one is told again.
        after = lobby(connector.next("RUNTIME_ASSIGNED"));
      }
      assertThat(after).isNotEqualTo(before);
      assertThat(second.told()).contains("result won").contains("finished");
    }
    Await.until(() -> running(data), List::isEmpty);
    // Until then; at its end the server itself prints lines besides.
    assertThat(Files.readAllLines(data.resolve("logs/server.log")))
        .anySatisfy(
            line ->
                assertThat(new ObjectMapper().readTree(line).path("LogMessage").asText())
                    .isEqualTo("OMGSERVERS EE started with 3 shards"));
  }

  /** Processes that mention the data folder: nothing of ours may stay behind. */
  private static List<String> running(Path data) {
    return ProcessHandle.allProcesses()
        .map(handle -> handle.info().commandLine().orElse(""))
        .filter(line -> line.contains(data.toString()))
        .toList();
  }

  @Test
  void takesOverWhatAKilledLauncherLeft() throws IOException, InterruptedException {
    Path data = TestPlatform.fresh("killed");
    int port;
    try (Serving killed = Serving.start(data, Map.of())) {
      killed.await("serving on");
      port = killed.port();
      killed.process().destroyForcibly().waitFor();
    }
    Result result =
        launch(
            Map.of(),
            "--data=" + data,
            // What ran before finds the server where it was.
            "--port=" + port,
            "--demo",
            "--once=true");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("result won").contains("finished");
    assertThat(running(data)).isEmpty();
  }

  @Test
  void startsARegistryBesideContainersAndSaysHowToPush() throws IOException, InterruptedException {
    DockerEngine.require();
    Path data = TestPlatform.fresh("pushing");
    int port = TestPlatform.freePort();
    try (DockerEngine engine = DockerEngine.start("launcher");
        Serving serving =
            Serving.start(
                data,
                Map.of(),
                "--driver=docker",
                "--engine=" + engine.address(),
                "--registry-port=" + port)) {
      serving.await("serving on");
      String address = "127.0.0.1:" + port;
      assertThat(serving.told())
          .contains("result won", "docker login -u developer " + address)
          .contains("docker push " + address + "/demo/duel:latest");
      engine.shellImage(address + "/demo/duel:latest", "exec sleep 600");
      push(engine, new Secrets(data), address + "/demo/duel:latest");
    }
    assertThat(running(data)).as("what belongs to %s", data).isEmpty();
  }

  /** Nothing is typed between the push and the game; processes play on beside it. */
  @Test
  void takesPushesBesideProcessesAndRunsThemAsContainers()
      throws IOException, InterruptedException {
    DockerEngine.require();
    Path data = TestPlatform.fresh("beside");
    int port = TestPlatform.freePort();
    try (DockerEngine engine = DockerEngine.start("beside")) {
      registryImage(engine);
      try (Serving serving =
          Serving.start(
              data,
              Map.of(),
              "--engine=" + engine.address(),
              "--registry=container",
              "--registry-port=" + port)) {
        serving.await("serving on");
        String address = "127.0.0.1:" + port;
        String image = address + "/demo/duel:latest";
        assertThat(serving.told())
            .contains("result won", "docker login -u developer " + address)
            .contains("docker push " + image)
            .doesNotContain("docker build -t demo");
        assertThat(engine.succeed("ps", "--format", "{{.Image}}")).isEqualTo("registry:2");
        Secrets secrets = new Secrets(data);
        DockerPool.buildDuel(engine, "pushed");
        engine.succeed("tag", DockerPool.image("pushed"), image);
        push(engine, secrets, image);
        URI url = URI.create("http://127.0.0.1:" + serving.port);
        Administration support =
            new Administration(
                url, serving.service().token("support", "support", secrets.peek("support")));
        String stages = "tenants/demo/projects/duel/stages/";
        Await.until(
            () -> support.get(stages + "pushed/runtimes?state=READY").is(200).values("pool_server"),
            servers -> servers.size() >= 2 && servers.stream().allMatch("docker"::equals));
        assertPlayed(url);
        assertThat(
                support.get(stages + "default/runtimes?state=READY").is(200).values("pool_server"))
            .isNotEmpty()
            .containsOnly("local");
      }
      assertThat(engine.succeed("ps", "-aq")).isEmpty();
    }
    assertThat(running(data)).as("what belongs to %s", data).isEmpty();
  }

  /** As the developer of the demo does who logs in and pushes. */
  private static void push(DockerEngine engine, Secrets secrets, String image) {
    String logins = engine.folder().resolve("logins").toString();
    engine.succeed(
        "--config",
        logins,
        "login",
        "-u",
        secrets.peek("demo.developer"),
        "-p",
        secrets.peek("demo.developer.password"),
        image.substring(0, image.indexOf('/')));
    engine.succeed("--config", logins, "push", image);
  }

  /** As the public image is, of the program that is installed here. */
  private static void registryImage(DockerEngine engine) throws IOException {
    List<String> parts =
        List.of(
            omgservers.launcher.ImageRegistry.program().orElseThrow().toString(),
            "/lib/x86_64-linux-gnu/libc.so.6",
            "/lib64/ld-linux-x86-64.so.2");
    Path folder = Files.createTempDirectory(engine.folder(), "registry");
    List<String> lines = new ArrayList<>(List.of("FROM scratch"));
    for (String part : parts) {
      String name = Path.of(part).getFileName().toString();
      Files.copy(Path.of(part), folder.resolve(name));
      lines.add("COPY " + name + " " + part);
    }
    lines.add("ENTRYPOINT [\"" + parts.get(0) + "\"]");
    Files.write(folder.resolve("Dockerfile"), lines);
    engine.succeed("build", "-q", "-t", "registry:2", folder.toString());
  }

  private static void assertPlayed(URI url) {
    Supplier<List<String>> play = () -> LuaRun.bot(url, "demo", "duel", "pushed");
    ExecutorService players = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<List<String>> ann = CompletableFuture.supplyAsync(play, players);
      CompletableFuture<List<String>> ben = CompletableFuture.supplyAsync(play, players);
      assertThat(Stream.of(ann.join(), ben.join()).flatMap(List::stream)).contains("finished");
    } finally {
      players.shutdown();
    }
  }
}
