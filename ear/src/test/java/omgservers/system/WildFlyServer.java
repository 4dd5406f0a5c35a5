package omgservers.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** WildFly in a copy of its distribution, since the script adds to it. */
final class WildFlyServer extends AppServer {
  private static final Path DISTRIBUTION = Path.of("target/servers/wildfly").toAbsolutePath();
  private static final int HTTP = 8_080;
  private static final int MANAGEMENT = 9_990;
  private static final int STOP_SECONDS = 60;

  private final int offset;
  private final Path home;
  private Process process;

  private WildFlyServer(int offset) {
    super("wildfly", HTTP + offset);
    this.offset = offset;
    home = data().resolve("wildfly");
  }

  static WildFlyServer prepare() {
    return new WildFlyServer(Ports.base(MANAGEMENT - HTTP + 1) - HTTP);
  }

  private List<String> program(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", home.resolve("bin").resolve(name).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  void deploy() {
    try (Stream<Path> files = Files.list(DISTRIBUTION)) {
      run(data(), List.of("cp", "-r", files.findFirst().orElseThrow().toString(), home.toString()));
      configure("wildfly.cli");
      Files.copy(EAR, home.resolve("standalone/deployments/omgservers.ear"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    start();
  }

  private void configure(String script) {
    String told = run(PARTS, program("jboss-cli.sh", "--file=" + SCRIPTS.resolve(script)));
    if (told.contains("failed")) {
      throw new AssertionError(told);
    }
  }

  private void start() {
    try {
      process =
          begin(
              data(),
              program("standalone.sh", "-Djboss.socket.binding.port-offset=" + offset),
              data().resolve("wildfly.txt"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    awaitReady();
  }

  @Override
  void restartWithJsonLog() {
    end();
    configure("wildfly-json-log.cli");
    start();
  }

  @Override
  URI health() {
    return URI.create("http://127.0.0.1:" + (MANAGEMENT + offset));
  }

  @Override
  Path log() {
    return home.resolve("standalone/log/server.log");
  }

  /** The script that was started waits for the server, which is asked to end. */
  @Override
  void end() {
    if (process == null) {
      return;
    }
    process.descendants().forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
