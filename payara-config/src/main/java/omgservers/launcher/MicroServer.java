package omgservers.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import omgservers.micro.IndexedClassPath;

/**
 * Payara Micro with the application, as a child process. It runs from its unpacked form: from the
 * single jar every look at the class path would read the whole jar again.
 */
public final class MicroServer implements AutoCloseable {
  /** A busy machine of two cores that starts several at once takes more than three. */
  private static final Duration READY_MAX = Duration.ofMinutes(6);

  /** From this JDK on there is no such option, and a warning, which is no JSON, in the log. */
  private static final int WITHOUT_SAMPLES = 25;

  private static final Duration STOP_MAX = Duration.ofSeconds(25);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final String WRONG_SETTING = "Configuration: ";
  private static final String NOTHING_DEPLOYED = "Payara Micro URLs:\n\n";
  private static final String DEPLOYED = "omgservers was successfully deployed";
  private static final String NOT_LOADED = "Exception while loading the app";

  private static final String TEXT_LINES = "com.sun.enterprise.server.logging.ODLLogFormatter\n";
  private static final String JSON_LINES =
      "fish.payara.enterprise.server.logging.JSONLogFormatter\n";

  private final Installation installation;
  private final Process process;

  private MicroServer(Installation installation, Process process) {
    this.installation = installation;
    this.process = process;
  }

  /** Starts the server; it is not ready yet. */
  static MicroServer start(Installation installation, List<Database> databases, Secrets secrets) {
    PidFile pidFile = pidFile(installation);
    try {
      unpack(installation);
      forgetLastRun(folder(installation));
      keepLastLog(log(installation));
      Files.write(before(installation), PrebootCommands.of(databases));
      Files.write(after(installation), PrebootCommands.OPEN);
      ProcessBuilder builder =
          new ProcessBuilder(command(installation))
              .directory(installation.data().toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log(installation).toFile()));
      builder.environment().putAll(environment(installation, secrets));
      Process process = builder.start();
      pidFile.write(process.toHandle());
      return new MicroServer(installation, process);
    } catch (IOException e) {
      throw new Fault("Server: it cannot be started: " + e.getMessage(), e);
    }
  }

  /** What a killed launcher left running must go first: it holds the port and the databases. */
  static void endLeftover(Installation installation) {
    pidFile(installation).endLeftover();
  }

  private static PidFile pidFile(Installation installation) {
    return new PidFile(installation.data().resolve("server.pid"));
  }

  private static Path folder(Installation installation) {
    return installation.data().resolve("server");
  }

  static Path log(Installation installation) {
    return installation.logs().resolve("server.log");
  }

  private static void unpack(Installation installation) throws IOException {
    Path source = installation.serverPart("payara-micro.jar");
    Path unpacked = folder(installation);
    Path mark = unpacked.resolve("unpacked");
    String stamp = Files.size(source) + " " + Files.getLastModifiedTime(source);
    if (!Files.exists(mark) || !Files.readString(mark).equals(stamp)) {
      Files.createDirectories(unpacked);
      Process unpacking =
          new ProcessBuilder(
                  java(),
                  "-jar",
                  source.toString(),
                  "--nocluster",
                  "--rootdir",
                  unpacked.toString(),
                  "--addlibs",
                  installation.serverPart("postgresql.jar").toString(),
                  "--outputlauncher")
              .redirectErrorStream(true)
              .redirectOutput(
                  Redirect.to(installation.logs().resolve("server-unpack.log").toFile()))
              .start();
      try {
        if (unpacking.waitFor() != 0) {
          throw new Fault("Server: unpacking failed; see " + installation.logs());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        unpacking.destroyForcibly();
        throw new Fault("Interrupted while unpacking the server.", e);
      }
      Files.copy(domain(unpacked), pristine(unpacked), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(mark, stamp);
    }
  }

  private static Path domain(Path unpacked) {
    return unpacked.resolve("config/domain.xml");
  }

  private static Path pristine(Path unpacked) {
    return unpacked.resolve("domain.pristine.xml");
  }

  /** The server writes its configuration back; each start begins with the one it came with. */
  private static void forgetLastRun(Path unpacked) throws IOException {
    Files.copy(pristine(unpacked), domain(unpacked), StandardCopyOption.REPLACE_EXISTING);
    Folders.delete(unpacked.resolve("applications"));
    Folders.delete(unpacked.resolve("generated"));
  }

  private static void keepLastLog(Path log) throws IOException {
    if (Files.exists(log)) {
      Files.move(log, log.resolveSibling("server.last.log"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Path before(Installation installation) {
    return folder(installation).resolve("before.asadmin");
  }

  private static Path after(Installation installation) {
    return folder(installation).resolve("after.asadmin");
  }

  private static List<String> command(Installation installation) throws IOException {
    Path unpacked = folder(installation);
    List<String> command = new ArrayList<>();
    command.add(java());
    command.add("-Xmx1g");
    command.add("-Djava.net.preferIPv4Stack=true");
    command.add("-Duser.timezone=UTC");
    // Otherwise each JSON text, and with it each request, looks through the whole class path.
    command.add("-Djakarta.json.provider=org.eclipse.parsson.JsonProviderImpl");
    if (Runtime.version().feature() < WITHOUT_SAMPLES) {
      // The statistics that tools read are taken once a second instead of twenty times.
      command.add("-XX:PerfDataSamplingInterval=1000");
    }
    // The JVM's archive of its own classes saves nothing that could be measured, and with a class
    // loader of ours it prints a warning, which is no JSON, into the log.
    command.add("-Xshare:off");
    Path classPath = ServerFit.classPath(unpacked.resolve("class-path.jar"));
    command.add("-Xbootclasspath/a:" + classPath);
    command.add("-Djava.system.class.loader=" + IndexedClassPath.class.getName());
    command.add("-D" + IndexedClassPath.LIBRARIES + "=" + libraries(unpacked));
    command.addAll(installation.javaOptions());
    command.add("-jar");
    command.add(unpacked.resolve("launch-micro.jar").toString());
    // Without the data grid: we have no cluster, and timers that are not persistent need none.
    command.addAll(
        List.of(
            "--nohazelcast",
            "--disablephonehome",
            "--port",
            Integer.toString(installation.port()),
            "--prebootcommandfile",
            before(installation).toString(),
            "--postdeploycommandfile",
            after(installation).toString(),
            "--deploy",
            application(installation).toString(),
            "--contextroot",
            "/"));
    if (installation.logsJson()) {
      command.addAll(List.of("--logproperties", jsonLogging(unpacked).toString()));
    }
    if (installation.beside().isPresent()) {
      Path war = installation.beside().get();
      Path copy = ServerFit.apply(war, unpacked.resolve(war.getFileName()));
      command.addAll(List.of("--deploy", copy.toString()));
    }
    return command;
  }

  /** The server's own configuration of its log, but for the form of the lines. */
  private static Path jsonLogging(Path unpacked) throws IOException {
    String usual = Files.readString(unpacked.resolve("config/logging.properties"));
    String json = usual.replace(TEXT_LINES, JSON_LINES);
    if (json.equals(usual)) {
      throw new Fault("Server: its log has no " + TEXT_LINES + " to be replaced.");
    }
    Path properties = unpacked.resolve("logging.json.properties");
    Files.writeString(properties, json);
    return properties;
  }

  /** The application as built, and beside it what only this kind of server needs. */
  private static Path application(Installation installation) throws IOException {
    Path unpacked = folder(installation);
    Path copy = ServerFit.apply(installation.application(), unpacked.resolve("omgservers.war"));
    ServerFit.takeLibraries(copy, libraries(unpacked));
    return copy;
  }

  private static Path libraries(Path unpacked) {
    return unpacked.resolve("libraries");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static Map<String, String> environment(Installation installation, Secrets secrets) {
    Map<String, String> environment = new java.util.HashMap<>();
    put(environment, "omgservers.shards", "" + installation.shards());
    put(environment, "omgservers.public-url", installation.url().toString());
    put(environment, "omgservers.bootstrap.admin-password", secrets.get("admin"));
    put(environment, "omgservers.bootstrap.support-password", secrets.get("support"));
    put(environment, "omgservers.security.secret", secrets.get("installation"));
    put(environment, "omgservers.pool.process.enabled", "true");
    put(environment, "omgservers.pool.process.images", installation.images().toString());
    put(environment, "omgservers.pool.process.data", installation.runtimes().toString());
    put(environment, "omgservers.database.password", secrets.get("database"));
    environment.keySet().removeAll(System.getenv().keySet());
    installation.overrides().forEach((name, value) -> put(environment, name, value));
    return environment;
  }

  private static void put(Map<String, String> environment, String name, String value) {
    environment.put(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"), value);
  }

  /** Waits until the server says that it is ready, and tells clearly why when it never will be. */
  void awaitReady() {
    Instant end = Instant.now().plus(READY_MAX);
    Health health = new Health(installation.url());
    while (!health.isReady()) {
      refuseWhenLogSaysSo();
      if (!process.isAlive()) {
        throw new Fault("Server: it ended while starting; see " + log(installation));
      }
      if (Instant.now().isAfter(end)) {
        throw new Fault("Server: not ready after " + READY_MAX + "; see " + log(installation));
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault("Interrupted while waiting for the server.", e);
    }
  }

  /** The server lives on when its application could not start: only its log tells. */
  private void refuseWhenLogSaysSo() {
    String text = logText();
    int wrong = text.indexOf(WRONG_SETTING);
    if (wrong >= 0) {
      throw new Fault(text.substring(wrong).lines().findFirst().orElseThrow().replace("]]", ""));
    }
    // A busy machine lists its addresses before its listener is open: then there are none, either.
    boolean nothing = text.contains(NOTHING_DEPLOYED) && !text.contains(DEPLOYED);
    if (text.contains(NOT_LOADED) || nothing) {
      throw new Fault("Server: the application does not start; see " + log(installation));
    }
  }

  private String logText() {
    try {
      String text = Files.readString(log(installation), StandardCharsets.UTF_8);
      return installation.logsJson() ? text.replace("\\n", "\n").replaceAll("\"[,}]", "\n") : text;
    } catch (IOException e) {
      return "";
    }
  }

  CompletableFuture<ProcessHandle> onExit() {
    return process.toHandle().onExit();
  }

  /** The number of its process. */
  public long pid() {
    return process.pid();
  }

  /** Ends the server at once, as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    PidFile.await(process.toHandle());
  }

  /** Ends the server in good order. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
