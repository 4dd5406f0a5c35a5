package omgservers.launcher;

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
      description = "where images are pushed to with the driver docker: ${COMPLETION-CANDIDATES}",
      defaultValue = "auto")
  private Pushes registry;

  @Option(names = "--registry-port", description = "its port on 127.0.0.1", defaultValue = "5000")
  private int registryPort;

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
    /** A registry of our own, if the program is installed. */
    auto,
    /** Nowhere, or to the registry that the environment names. */
    none
  }

  /** Game servers reach this machine by 127.0.0.1, and go when the platform goes. */
  private Map<String, String> containers() {
    return Map.of(
        "omgservers.pool.process.enabled", "false",
        "omgservers.pool.docker.address", engine,
        "omgservers.pool.docker.network", "host",
        "omgservers.pool.docker.ends-with-server", "true");
  }

  @Override
  public Integer call() {
    DATABASE_LOG.setLevel(Level.WARNING);
    Map<String, String> settings = new HashMap<>();
    Optional<ImageRegistry.Place> place = Optional.empty();
    if (driver == GameServers.docker) {
      settings.putAll(containers());
      place = registry == Pushes.auto ? ImageRegistry.place(registryPort) : Optional.empty();
    }
    place.ifPresent(it -> settings.putAll(it.settings()));
    Installation installation = new Installation(root, data, port, settings);
    try (Platform platform = Platform.start(installation, screen);
        ImageRegistry images = open(place, installation)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(platform, images)));
      if (demo) {
        Demo game = new Demo(platform, screen, containers(place));
        game.play();
        if (once) {
          return 0;
        }
        game.explain();
      }
      screen.say("server", "serving on " + installation.url() + "; Ctrl-C stops everything");
      platform.serve();
      return 0;
    } catch (Fault fault) {
      System.err.println(fault.getMessage());
      return FAILED;
    }
  }

  private ImageRegistry open(Optional<ImageRegistry.Place> place, Installation installation) {
    if (place.isEmpty()) {
      return null;
    }
    ImageRegistry images = ImageRegistry.start(installation, place.get());
    screen.say("registry", "ready on " + place.get().address());
    return images;
  }

  private static void close(Platform platform, ImageRegistry images) {
    platform.close();
    if (images != null) {
      images.close();
    }
  }

  private Demo.Containers containers(Optional<ImageRegistry.Place> place) {
    return driver == GameServers.docker
        ? new Demo.Containers(engine, place.map(ImageRegistry.Place::address).orElse(null))
        : null;
  }
}
