package omgservers.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import omgservers.launcher.Database;
import omgservers.launcher.ImageRegistry;
import omgservers.launcher.Installation;
import omgservers.launcher.Secrets;

/**
 * An application server with the EAR as it was built, set up as docs/operations/servers.md says,
 * and the databases for it.
 */
abstract class AppServer implements AutoCloseable {
  static final Path EAR = TestPlatform.ROOT.resolve("ear/target/omgservers.ear").toAbsolutePath();
  static final Path SCRIPTS =
      TestPlatform.ROOT.resolve("payara-config/src/main/servers").toAbsolutePath();

  /** Drivers and libraries that the build has put together for servers. */
  static final Path PARTS =
      TestPlatform.ROOT.resolve("payara-config/target/server").toAbsolutePath();

  private static final int MINUTES_MAX = 4;
  private static final int NOT_FOUND = 404;

  private final Installation installation;
  private final ImageRegistry.Place registryPlace =
      new ImageRegistry.Place(TestPlatform.freePort(), TestPlatform.REGISTRY_SECRET);
  private final Database database;
  private final Secrets secrets;
  private final Map<String, String> environment;
  private ImageRegistry registry;

  AppServer(String name, int port) {
    installation = new Installation(TestPlatform.ROOT, TestPlatform.fresh(name), port, Map.of());
    installation.prepare();
    secrets = new Secrets(installation.data());
    database = Database.start(installation, secrets);
    environment = environment();
  }

  private Map<String, String> environment() {
    Map<String, String> settings =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("omgservers.database.host", "127.0.0.1"),
                Map.entry("omgservers.database.port", Integer.toString(database.port())),
                Map.entry("omgservers.database.user", "postgres"),
                Map.entry("omgservers.database.password", secrets.get("database")),
                Map.entry("omgservers.public-url", url().toString()),
                Map.entry("omgservers.bootstrap.admin-password", secrets.get("admin")),
                Map.entry("omgservers.bootstrap.support-password", secrets.get("support")),
                Map.entry("omgservers.security.secret", secrets.get("installation")),
                Map.entry("omgservers.metrics.password", TestPlatform.METRICS_PASSWORD),
                Map.entry("omgservers.traces.endpoint", TestPlatform.TRACES.address()),
                Map.entry("omgservers.traces.ratio", "0"),
                Map.entry("omgservers.pool.process.enabled", "true"),
                Map.entry("omgservers.pool.process.images", images().toString()),
                Map.entry("omgservers.pool.process.data", installation.runtimes().toString()),
                Map.entry("omgservers.pool.docker.network", "host"),
                Map.entry("omgservers.pool.runtime-memory", "160")));
    if (DockerEngine.isThere()) {
      settings.putAll(registryPlace.settings());
    }
    Map<String, String> variables = new HashMap<>();
    settings.forEach(
        (setting, value) ->
            variables.put(setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value));
    return variables;
  }

  /** Sets the server up, deploys the application and returns when it is ready. */
  abstract void deploy();

  /**
   * Stops the server in good order, starts it again with a log of JSON, and waits until it is
   * ready.
   */
  abstract void restartWithJsonLog();

  /** Where the server tells how it is. */
  abstract URI health();

  /** The server's log. */
  abstract Path log();

  /** Stops the server, in good order so that its game servers end, too. */
  abstract void end();

  final URI url() {
    return installation.url();
  }

  final Path data() {
    return installation.data();
  }

  final Path images() {
    return installation.images();
  }

  final Secrets secrets() {
    return secrets;
  }

  /** Starts a registry, which trusts this server. */
  final void startRegistry() {
    registry = ImageRegistry.start(installation, registryPlace);
  }

  /** The registry, as engines know it. */
  final String registry() {
    return "127.0.0.1:" + registryPlace.port();
  }

  /** A program of the server, in its environment; fails unless it ends well. */
  final String run(Path folder, List<String> command) {
    try {
      Path output = Files.createTempFile("server", ".txt");
      Process process = begin(folder, command, output);
      boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
      String text = Files.readString(output);
      Files.delete(output);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError(String.join(" ", command) + ": " + text);
      }
      return text;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A program of the server that has just begun. */
  final Process begin(Path folder, List<String> command, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", TestPlatform.BRIEF_SERVER);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Waits until the application itself answers: a server without it calls itself ready, too. */
  final void awaitReady() {
    Await.within(
        Duration.ofMinutes(MINUTES_MAX),
        () -> {
          try {
            return calls(null).get("/ready").status();
          } catch (RuntimeException e) {
            // It does not listen yet.
            return NOT_FOUND;
          }
        },
        status -> status == 200);
  }

  final Calls calls(String token) {
    return new Calls(url(), token);
  }

  @Override
  public final void close() {
    try {
      if (registry != null) {
        registry.close();
      }
      end();
    } finally {
      database.close();
    }
  }
}
