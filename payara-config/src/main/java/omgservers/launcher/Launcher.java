package omgservers.launcher;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Brings up the installation, plays the example game on it if asked to, and serves until it ends.
 */
@Command(name = "launcher", mixinStandardHelpOptions = true)
public final class Launcher implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(names = "--root", description = "the project's folder", defaultValue = ".")
  private Path root;

  @Option(names = "--data", description = "the data folder", defaultValue = "data")
  private Path data;

  @Option(names = "--port", description = "the port on 127.0.0.1", defaultValue = "8080")
  private int port;

  private final Screen screen = new Screen(System.out);

  /** Starts from the command line; the exit code is 0 only when everything went well. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Launcher()).execute(args));
  }

  /** Held here, for a logger that nobody holds forgets its level. */
  private static final Logger DATABASE_LOG = Logger.getLogger("io.zonky");

  @Override
  public Integer call() {
    DATABASE_LOG.setLevel(Level.WARNING);
    Installation installation = new Installation(root, data, port, Map.of());
    try (Platform platform = Platform.start(installation, screen)) {
      java.lang.Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
      platform.serve();
      return 0;
    } catch (Fault fault) {
      System.err.println(fault.getMessage());
      return FAILED;
    }
  }
}
