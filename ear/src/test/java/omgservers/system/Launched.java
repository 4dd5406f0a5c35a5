package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A launcher that plays the demo and then serves, as a process of its own. */
record Launched(Process process, Path output, int port) implements AutoCloseable {
  static final String NO_ENGINE = "unix:///nowhere/docker.sock";

  private static final Duration SERVING_MAX = Duration.ofMinutes(10);

  record Result(int exitCode, String output) {}

  static final String WITH_STARTER = "--end-with-starter";

  private static Process process(Path output, Map<String, String> environment, String... arguments)
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

  static Result launch(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("launcher", ".txt");
    Process process = process(output, environment, arguments);
    assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output);
    Files.delete(output);
    return new Result(process.exitValue(), text);
  }

  static Launched start(Path data, Map<String, String> environment, String... more)
      throws IOException {
    Path output = Files.createTempFile("launcher", ".txt");
    int port = TestPlatform.freePort();
    List<String> arguments = new ArrayList<>(List.of("--data=" + data, "--port=" + port, "--demo"));
    arguments.addAll(List.of(more));
    Process process = process(output, environment, arguments.toArray(String[]::new));
    return new Launched(process, output, port);
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

  /** Processes that mention the data folder: nothing of ours may stay behind. */
  static List<String> processes(Path data) {
    return ProcessHandle.allProcesses()
        .map(handle -> handle.info().commandLine().orElse(""))
        .filter(line -> line.contains(data.toString()))
        .toList();
  }
}
