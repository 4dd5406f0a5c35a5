package omgservers.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Brings up the installation, plays the example game on it if asked to, and serves until it ends.
 */
@CommandLine.Command(name = "launcher", mixinStandardHelpOptions = true)
public final class Launcher implements Callable<Integer> {
  private static final int FAILED = 1;

  /** Held here, for a logger that nobody holds forgets its level. */
  private static final Logger DATABASE_LOG = Logger.getLogger("io.zonky");

  @Option(names = "--root", description = "the project's folder", defaultValue = ".")
  private Path root;

  @Option(names = "--data", description = "the data folder", defaultValue = "data")
  private Path data;

  @Option(names = "--port", description = "the port on 127.0.0.1", defaultValue = "8080")
  private int port;

  @Option(names = "--demo", description = "play the example game after the start")
  private boolean demo;

  @Option(names = "--once", description = "end after the played game", arity = "0..1")
  private boolean once;

  @Option(
      names = "--driver",
      description = "what runs game servers: ${COMPLETION-CANDIDATES}",
      defaultValue = "process")
  private GameServers driver;

  @Option(
      names = "--engine",
      description = "the engine of the driver docker",
      defaultValue = "${env:DOCKER_HOST:-unix:///var/run/docker.sock}")
  private String engine;

  @Option(
      names = "--registry",
      description = "where images are pushed to: ${COMPLETION-CANDIDATES}",
      defaultValue = "auto")
  private Pushes registry;

  @Option(names = "--registry-port", description = "its port on 127.0.0.1", defaultValue = "5000")
  private int registryPort;

  @Option(names = "--end-with-starter", description = "end when the process that started it ends")
  private boolean endWithStarter;

  private final Screen screen = new Screen(System.out);

  /** Starts from the command line; the exit code is 0 only when everything went well. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Launcher()).execute(args));
  }

  /** The drivers, as they are called on the command line. */
  enum GameServers {
    process,
    docker
  }

  /** Where images are pushed to, as it is called on the command line. */
  enum Pushes {
    /** A registry of our own, if there is an engine, and the program or the image of one. */
    auto,
    /** A registry of our own as a container of the public image. */
    container,
    /** Nowhere, or to the registry that the environment names. */
    none
  }

  /**
   * Where images are pushed to: a registry that is started, one that the environment names, or
   * none, for this reason.
   */
  private record Target(ImageRegistry.Place place, String address, String why) {
    static Target none(String why) {
      return new Target(null, null, why);
    }
  }

  /**
   * Without the driver docker a registry is only of use beside an engine that can run what is
   * pushed, and to somebody who has the time to push; and it never keeps the game from being
   * played.
   */
  private Target target() {
    boolean processes = driver == GameServers.process;
    if (registry == Pushes.none || (processes && once)) {
      return Target.none("not wanted");
    }
    DockerClient client = new DockerClient(engine);
    Optional<String> fault = processes ? client.fault() : Optional.empty();
    if (fault.isPresent()) {
      return Target.none(fault.get());
    }
    String named = System.getenv("OMGSERVERS_REGISTRY_URL");
    if (named != null) {
      String address = System.getenv("OMGSERVERS_REGISTRY_ADDRESS");
      return new Target(null, address == null ? URI.create(named).getAuthority() : address, null);
    }
    try {
      return ImageRegistry.place(registryPort, client, registry == Pushes.container)
          .map(place -> new Target(place, place.address(), null))
          .orElseGet(
              () -> Target.none("neither docker-registry nor the image registry:2 is to be had"));
    } catch (Fault busy) {
      if (!processes) {
        throw busy;
      }
      return Target.none(busy.getMessage());
    }
  }

  /** Game servers reach this machine by 127.0.0.1, and go when the platform goes. */
  private Map<String, String> containers() {
    return Map.of(
        "omgservers.pool.process.enabled",
        Boolean.toString(driver == GameServers.process),
        "omgservers.pool.docker.address",
        engine,
        "omgservers.pool.docker.network",
        "host",
        "omgservers.pool.docker.ends-with-server",
        "true");
  }

  /** A build that is killed passes nothing on, and nobody would find what goes on behind it. */
  private static void endWith(ProcessHandle starter) {
    Thread watch =
        new Thread(
            () -> {
              starter.onExit().join();
              System.exit(0);
            },
            "starter");
    watch.setDaemon(true);
    watch.start();
  }

  @Override
  public Integer call() {
    DATABASE_LOG.setLevel(Level.WARNING);
    if (endWithStarter) {
      ProcessHandle.current().parent().ifPresent(Launcher::endWith);
    }
    try {
      serve(target());
      return 0;
    } catch (Fault fault) {
      System.err.println(fault.getMessage());
      return FAILED;
    }
  }

  private void serve(Target target) {
    Map<String, String> settings = new HashMap<>();
    if (driver == GameServers.docker || target.address != null) {
      settings.putAll(containers());
    }
    if (target.place != null) {
      settings.putAll(target.place.settings());
    }
    Installation installation = new Installation(root, data, port, settings);
    try (Platform platform = Platform.start(installation, screen);
        ImageRegistry images =
            target.place == null ? null : ImageRegistry.start(installation, target.place)) {
      if (images != null) {
        screen.say("registry", "ready on " + target.place.address());
      }
      if (demo) {
        Demo game = new Demo(platform, screen, gameServers(target));
        game.play();
        if (once) {
          return;
        }
        if (target.address != null) {
          game.followPushes();
        }
        game.explain(target.address, target.why);
      }
      screen.say(
          "console",
          installation.url()
              + "/console/  user support, password in "
              + Secrets.file(installation.data()));
      screen.say("server", "serving on " + installation.url() + "; Ctrl-C stops everything");
      platform.serve();
    }
  }

  private Demo.Containers gameServers(Target target) {
    return driver == GameServers.docker ? new Demo.Containers(engine, target.address) : null;
  }
}
