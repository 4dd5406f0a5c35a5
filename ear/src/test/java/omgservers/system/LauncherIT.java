package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The launcher as the build starts it: exit codes, one clear line for what cannot work. */
class LauncherIT {
  private static final int LIBRARIES = 16;

  @Test
  void saysThatThePortIsInUse() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Launched.Result result =
          Launched.launch(
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
    Launched.Result result = Launched.launch(Map.of(), "--data=" + file.resolve("below"));
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.output().strip().lines())
        .singleElement()
        .asString()
        .startsWith("Data folder: ");
    Files.delete(file);
  }

  @Test
  void saysWhichSettingIsWrong() throws IOException, InterruptedException {
    Launched.Result shards =
        Launched.launch(
            Map.of("OMGSERVERS_SHARDS", "many"),
            "--data=" + TestPlatform.fresh("setting"),
            "--port=" + TestPlatform.freePort());
    assertThat(shards.exitCode()).isEqualTo(1);
    assertThat(shards.output())
        .contains("Configuration: omgservers.shards: must be a number, not many");
    Launched.Result silence =
        Launched.launch(
            Map.of("OMGSERVERS_RUNTIME_SILENCE", "soon", "OMGSERVERS_LAUNCHER_LOG_FORMAT", "json"),
            "--data=" + TestPlatform.fresh("setting"),
            "--port=" + TestPlatform.freePort());
    assertThat(silence.exitCode()).isEqualTo(1);
    assertThat(silence.output().strip().lines())
        .last()
        .asString()
        .matches("Configuration: omgservers.runtime.silence: [^\"]+");
    Launched.Result format =
        Launched.launch(
            Map.of("OMGSERVERS_LAUNCHER_LOG_FORMAT", "yaml"),
            "--data=" + TestPlatform.fresh("setting"));
    assertThat(format.exitCode()).isEqualTo(1);
    assertThat(format.output().strip())
        .isEqualTo("Configuration: omgservers.launcher.log-format: must be text or json, not yaml");
  }

  @Test
  void saysThatTheDiskIsFull() throws IOException, InterruptedException {
    Launched.Result result =
        Launched.launch(
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
    try (Launched first = Launched.start(data, settings)) {
      first.await("serving on");
      player = first.service().signUp();
      Service.Answer entered = first.service().enter(player);
      client = entered.text("client_id");
      Connector connector = new Connector(entered.body().path("connector_config"));
      before = lobby(connector.next("RUNTIME_ASSIGNED"));
      assertThat(first.told()).contains("result won").contains("finished");
      assertThat(first.told())
          .contains(
              "none, nothing can be pushed: there is no Docker engine at " + Launched.NO_ENGINE);
    }
    assertThat(Launched.processes(data)).as("game servers and database of %s", data).isEmpty();

    settings.put("OMGSERVERS_LAUNCHER_LOG_FORMAT", "json");
    try (Launched second = Launched.start(data, settings, Launched.WITH_STARTER)) {
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
    Await.until(() -> Launched.processes(data), List::isEmpty);
    try (Stream<Path> libraries = Files.list(data.resolve("server/libraries"))) {
      // As many as are listed: none has another name by now.
      assertThat(libraries).hasSize(LIBRARIES);
    }
    // Until then; at its end the server itself prints lines besides.
    assertThat(Files.readAllLines(data.resolve("logs/server.log")))
        .anySatisfy(
            line ->
                assertThat(new ObjectMapper().readTree(line).path("LogMessage").asText())
                    .isEqualTo("OMGSERVERS EE started with 3 shards"));
  }

  @Test
  void leavesNothingBehindWhenItIsStoppedWhileItStarts() throws IOException, InterruptedException {
    Path data = TestPlatform.fresh("stopped");
    try (Launched starting = Launched.start(data, Map.of())) {
      Await.until(() -> Files.exists(data.resolve("server.pid")), Boolean::booleanValue);
      assertThat(Launched.processes(data))
          .anyMatch(line -> line.contains("/bin/postgres"))
          .anyMatch(line -> line.contains("launch-micro.jar"));
      starting.process().destroy();
      starting.process().onExit().orTimeout(1, TimeUnit.MINUTES).join();
      assertThat(starting.told()).doesNotContain("ready on");
    }
    assertThat(Launched.processes(data)).isEmpty();
  }

  @Test
  void takesOverWhatAKilledLauncherLeft() throws IOException, InterruptedException {
    Path data = TestPlatform.fresh("killed");
    int port;
    try (Launched killed = Launched.start(data, Map.of())) {
      killed.await("serving on");
      port = killed.port();
      killed.process().destroyForcibly().waitFor();
    }
    Launched.Result result =
        Launched.launch(
            Map.of(),
            "--data=" + data,
            // What ran before finds the server where it was.
            "--port=" + port,
            "--demo",
            "--once=true");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("result won").contains("finished");
    assertThat(Launched.processes(data)).isEmpty();
  }
}
