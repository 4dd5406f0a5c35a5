package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
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
import omgservers.launcher.Secrets;
import org.junit.jupiter.api.Test;

/** The launcher beside a Docker engine: images are pushed to it, and run. */
class LauncherPushesIT {
  @Test
  void startsARegistryBesideContainersAndSaysHowToPush() throws IOException, InterruptedException {
    DockerEngine.require();
    Path data = TestPlatform.fresh("pushing");
    int port = TestPlatform.freePort();
    try (DockerEngine engine = DockerEngine.start("launcher");
        Launched serving =
            Launched.start(
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
    assertThat(Launched.processes(data)).as("what belongs to %s", data).isEmpty();
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
      try (Launched serving =
          Launched.start(
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
        URI url = URI.create("http://127.0.0.1:" + serving.port());
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
    assertThat(Launched.processes(data)).as("what belongs to %s", data).isEmpty();
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
