package omgservers.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;

/** The installation that all system tests of a run share: started once, stopped at the end. */
final class TestPlatform {
  static final Path ROOT = Path.of(System.getProperty("omgservers.root", ".."));

  /** Which of the JVMs that test at the same time this is, from 1. */
  static final int FORK = Integer.getInteger("omgservers.fork", 1);

  static final String TENANT = "demo";
  static final String PROJECT = "duel";
  static final String STAGE = "default";
  static final String METRICS_PASSWORD = "nobody but the monitoring system";
  static final String REGISTRY_SECRET = "nobody but the registry";

  /**
   * Options of a server that lives for a minute: half of its start would be spent on compiling for
   * a long life. Not for those that hash many passwords, which takes three times as long with it.
   */
  static final String BRIEF_SERVER = "-XX:TieredStopAtLevel=1";

  /** Where the installation tells what operators want traced, and with what it is let in. */
  static final Collector TRACES = new Collector();

  static final String TRACES_KEY = "nobody-but-whoever-traces";

  private static int started;
  private static Platform platform;
  private static Omgctl omgctl;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(TestPlatform::leave));
  }

  private TestPlatform() {}

  /** The running platform, with a developer and the project; started when first asked for. */
  static synchronized Platform get() {
    if (platform == null) {
      Installation installation =
          new Installation(
              ROOT,
              fresh("shared-" + ++started),
              freePort(),
              Map.ofEntries(
                  Map.entry("omgservers.player.client-silence", "PT10S"),
                  // Shell scripts stand for game servers, and say nothing to the platform.
                  Map.entry("omgservers.runtime.first-contact", "PT5M"),
                  Map.entry("omgservers.security.forwarded-header", "127.0.0.1"),
                  Map.entry("omgservers.limits.open-per-minute", "1200"),
                  Map.entry("omgservers.limits.open-burst", "300"),
                  Map.entry("omgservers.limits.sign-in-per-minute", "120"),
                  Map.entry("omgservers.limits.api-per-minute", "3000"),
                  Map.entry("omgservers.limits.api-burst", "300"),
                  Map.entry("omgservers.registry.secret", REGISTRY_SECRET),
                  Map.entry("omgservers.metrics.password", METRICS_PASSWORD),
                  Map.entry("omgservers.traces.endpoint", TRACES.address()),
                  Map.entry("omgservers.traces.ratio", "0"),
                  Map.entry("omgservers.traces.headers", "Authorization=Bearer%20" + TRACES_KEY)));
      platform = Platform.start(installation, new Screen(System.out));
      omgctl = new Omgctl(installation.data().resolve("omgctl"), installation.url());
      omgctl.loginSupport(platform.secrets().get("support"));
      omgctl.init(TENANT, PROJECT, STAGE, "developer");
    }
    return platform;
  }

  /** Ends the shared installation, if there is one; who asks next gets another, empty one. */
  static synchronized void leave() {
    if (platform != null) {
      platform.close();
      platform = null;
    }
  }

  static synchronized Omgctl omgctl() {
    get();
    return omgctl;
  }

  static Service service() {
    return new Service(get().installation().url());
  }

  /**
   * An empty folder for the data of an installation; what PostgreSQL is unpacked to, at the first
   * one, serves all of a run.
   */
  static Path fresh(String name) {
    Path all = Path.of("target", "installations").toAbsolutePath();
    Path folder = all.resolve(FORK + "-" + name);
    Path database = all.resolve(FORK + "-postgresql-bin");
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
      Files.createDirectories(folder);
      Files.createDirectories(database);
      Files.createSymbolicLink(folder.resolve("postgresql-bin"), database);
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
