package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The launcher as the build starts it: exit codes, one clear line for what cannot work. */
class LauncherIT {
  private record Result(int exitCode, String output) {}

  private static Process start(Path output, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-classpath");
    command.add(System.getProperty("surefire.test.class.path", classPath()));
    command.add("omgservers.launcher.Launcher");
    command.add("--root=" + TestPlatform.ROOT);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
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
            Map.of("OMGSERVERS_RUNTIME_SILENCE", "soon"),
            "--data=" + TestPlatform.fresh("setting"),
            "--port=" + TestPlatform.freePort());
    assertThat(silence.exitCode()).isEqualTo(1);
    assertThat(silence.output()).contains("Configuration: omgservers.runtime.silence: ");
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
  void playsTheDemoOnThreeShardsAndAgainAfterwards() throws IOException, InterruptedException {
    Path data = TestPlatform.fresh("demo");
    for (int time = 0; time < 2; time++) {
      Result result =
          launch(
              Map.of("OMGSERVERS_SHARDS", "3"),
              "--data=" + data,
              "--port=" + TestPlatform.freePort(),
              "--demo",
              "--once=true");
      assertThat(result.exitCode()).as(result.output()).isZero();
      assertThat(result.output()).contains("result won").contains("finished");
      assertThat(running(data)).as("game servers and database of %s", data).isEmpty();
    }
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
    Path output = Files.createTempFile("launcher", ".txt");
    Process process =
        start(output, Map.of(), "--data=" + data, "--port=" + TestPlatform.freePort(), "--demo");
    for (int second = 0; second < 120; second++) {
      if (Files.readString(output).contains("serving on")) {
        break;
      }
      Thread.sleep(1000);
    }
    assertThat(Files.readString(output)).contains("serving on");
    process.destroyForcibly().waitFor();
    Files.delete(output);
    Result result =
        launch(
            Map.of(),
            "--data=" + data,
            "--port=" + TestPlatform.freePort(),
            "--demo",
            "--once=true");
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(running(data)).isEmpty();
  }
}
