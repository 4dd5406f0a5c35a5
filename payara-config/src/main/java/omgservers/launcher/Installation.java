package omgservers.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an installation lies and what it is made of.
 *
 * @param root the project's folder, with the built modules in it
 * @param data the folder that holds everything that must survive a restart
 * @param port the port of the server's HTTP listener on 127.0.0.1
 * @param overrides settings of the server by name, beside those of the environment
 */
public record Installation(Path root, Path data, int port, Map<String, String> overrides) {
  /**
   * The setting of the room on the disk, in MiB, without which nothing is started: the database's
   * files and logs need it.
   */
  public static final String DISK_MIN = "omgservers.launcher.disk-min";

  /**
   * The setting of an application of your own that runs beside ours in the same server: its WAR.
   */
  public static final String BESIDE = "omgservers.launcher.beside";

  /** The setting of more options for the server's JVM, separated by spaces. */
  public static final String JAVA_OPTIONS = "omgservers.launcher.java-options";

  /** The setting of how the server's log is written: <code>text</code> or <code>json</code>. */
  public static final String LOG_FORMAT = "omgservers.launcher.log-format";

  /** How the server's log is written unless {@link #LOG_FORMAT} says otherwise. */
  public static final String LOG_FORMAT_DEFAULT = "text";

  /** So many MiB must be free unless {@link #DISK_MIN} says otherwise. */
  public static final long DISK_MIN_DEFAULT = 512;

  private static final long MIB = 1 << 20;
  private static final int SHARDS_DEFAULT = 2;
  private static final int SHARDS_MAX = 256;

  /** Absolute paths, so that nothing depends on where a child process runs. */
  public Installation {
    root = root.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    overrides = Map.copyOf(overrides);
  }

  /** The server's address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The application that the server runs. */
  Path application() {
    return root.resolve("web/target/omgservers.war");
  }

  /** The application that runs beside ours, if there is one. */
  Optional<Path> beside() {
    Optional<Path> war = text(BESIDE).map(Path::of);
    if (war.isPresent() && !Files.isRegularFile(war.get())) {
      throw new Fault("Configuration: " + BESIDE + ": there is no file " + war.get());
    }
    return war;
  }

  /** Options of the server's JVM, after our own, so that the same ones replace these. */
  List<String> javaOptions() {
    String options = text(JAVA_OPTIONS).orElse("").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  /** Whether the server's log has one JSON object a line, for systems that collect logs. */
  boolean logsJson() {
    String format = text(LOG_FORMAT).orElse(LOG_FORMAT_DEFAULT);
    if (!format.equals("json") && !format.equals(LOG_FORMAT_DEFAULT)) {
      throw new Fault("Configuration: " + LOG_FORMAT + ": must be text or json, not " + format);
    }
    return format.equals("json");
  }

  /** A part of the application server as the build has put it there. */
  Path serverPart(String name) {
    return root.resolve("payara-config/target/server").resolve(name);
  }

  /** The image store of the process driver. */
  public Path images() {
    return data.resolve("images");
  }

  /** Outputs and records of the game servers that run as processes. */
  public Path runtimes() {
    return data.resolve("runtimes");
  }

  /** Logs of the database and of the server. */
  public Path logs() {
    return data.resolve("logs");
  }

  /** How many shards are configured; the launcher must know, since it makes their databases. */
  public int shards() {
    return (int) number("omgservers.shards", SHARDS_DEFAULT, 1, SHARDS_MAX);
  }

  /** A setting that the launcher itself must know, from the overrides or the environment. */
  private Optional<String> text(String name) {
    String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return Optional.ofNullable(overrides.getOrDefault(name, System.getenv().get(variable)));
  }

  private long number(String name, long fallback, long min, long max) {
    String text = text(name).orElse(Long.toString(fallback));
    try {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Fault("Configuration: " + name + ": must be a number, not " + text, e);
    }
    throw new Fault("Configuration: " + name + ": must be from " + min + " to " + max);
  }

  /** Makes the folders; says what is wrong before anything is started. */
  public void prepare() {
    if (port < 1 || port > 65_535) {
      throw new Fault("Port: " + port + " is no port number (1 to 65535).");
    }
    if (!Files.exists(application())) {
      throw new Fault("Build: " + application() + " is missing; build with ./mvnw package first.");
    }
    try {
      Files.createDirectories(data);
      if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
      }
      for (Path folder : new Path[] {images(), runtimes(), logs()}) {
        Files.createDirectories(folder);
      }
      logsJson();
      requireRoom(Files.getFileStore(data).getUsableSpace() / MIB);
    } catch (IOException e) {
      throw new Fault("Data folder: " + data + " cannot be used: " + e, e);
    }
  }

  private void requireRoom(long free) {
    long needed = number(DISK_MIN, DISK_MIN_DEFAULT, 0, Long.MAX_VALUE / MIB);
    if (free < needed) {
      throw new Fault(
          "Disk: %d MiB are free in %s, at least %d MiB are needed (%s)."
              .formatted(free, data, needed, DISK_MIN));
    }
  }

  /** Refuses a port that another program has. */
  void requireFreePort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new Fault(
          "Port: " + port + " is in use on 127.0.0.1; choose another one with -Drun.port=…", e);
    }
  }
}
