package omgservers.launcher;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A running installation: the database, and the server that is started again when it dies. */
public final class Platform implements AutoCloseable {
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(2);
  private static final int RESTARTS_MAX = 5;
  private static final Duration RESTARTS_WINDOW = Duration.ofMinutes(5);

  private Installation installation;
  private final Secrets secrets;
  private final Screen screen;
  private final List<Database> databases = new ArrayList<>();
  private MicroServer server;
  private boolean closed;

  private Platform(Installation installation, Secrets secrets, Screen screen) {
    this.installation = installation;
    this.secrets = secrets;
    this.screen = screen;
  }

  /**
   * Starts everything and returns when the server is ready; what it started ends if it fails, and
   * with this process, also when that is told to end while it starts.
   */
  public static Platform start(Installation installation, Screen screen) {
    return start(installation, screen, List.of(0));
  }

  /**
   * The same with one PostgreSQL on each of these ports, 0 for any, so that each may fail alone:
   * the first has the directory, and shards are dealt out.
   */
  public static Platform start(Installation installation, Screen screen, List<Integer> ports) {
    installation.prepare();
    installation.shards();
    MicroServer.endLeftover(installation);
    installation.requireFreePort();
    Platform platform = new Platform(installation, new Secrets(installation.data()), screen);
    Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "platform"));
    try {
      platform.startDatabases(ports);
      platform.startServer();
      return platform;
    } catch (RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  private void startDatabases(List<Integer> ports) {
    Instant begin = Instant.now();
    synchronized (this) {
      refuseWhenClosed();
      databases.addAll(Database.startAll(installation, secrets, ports));
    }
    String places = databases.stream().map(each -> "" + each.port()).collect(joining(", "));
    screen.say("database", "PostgreSQL on 127.0.0.1:" + places + " after " + since(begin));
  }

  private void startServer() {
    Instant begin = Instant.now();
    MicroServer fresh;
    synchronized (this) {
      refuseWhenClosed();
      fresh = MicroServer.start(installation, databases, secrets);
      server = fresh;
    }
    try {
      fresh.awaitReady();
    } catch (Fault e) {
      synchronized (this) {
        refuseWhenClosed();
      }
      throw e;
    }
    screen.say("server", "ready on " + installation.url() + " after " + since(begin));
  }

  /** Whoever closes it does so after the step that is being taken; no other one follows then. */
  private void refuseWhenClosed() {
    if (closed) {
      throw new Fault("Stopped while starting.");
    }
  }

  /**
   * Starts one more server on the same databases, from another folder and on another port; whoever
   * asks for it ends it.
   */
  public MicroServer startBeside(Installation other) {
    other.prepare();
    other.requireFreePort();
    MicroServer beside = MicroServer.start(other, databases, secrets);
    try {
      beside.awaitReady();
      return beside;
    } catch (Fault e) {
      beside.kill();
      throw e;
    }
  }

  private static String since(Instant begin) {
    return String.format("%.1f s", Duration.between(begin, Instant.now()).toMillis() / 1000.0);
  }

  /** The passwords of the installation. */
  public Secrets secrets() {
    return secrets;
  }

  /** The number of the server's process. */
  public long pid() {
    return server.pid();
  }

  /** Starts a PostgreSQL again where it was: the one of this number, from 0. It may be running. */
  public void restartDatabase(int number) {
    databases.set(number, databases.get(number).again(installation, secrets));
  }

  /** The port of the PostgreSQL that has the database of this name. */
  public int databasePort(String name) {
    return databases.stream()
        .filter(each -> each.names().contains(name))
        .findFirst()
        .orElseThrow()
        .port();
  }

  /** Where it lies. */
  public Installation installation() {
    return installation;
  }

  /** Ends the server at once and starts it again: what a crash does to its users. */
  public void crash() {
    server.kill();
    startServer();
  }

  /** Ends the server in good order and starts it again. */
  public void restart() {
    server.close();
    startServer();
  }

  /**
   * Ends the server in good order and starts this one in its place, on the same port and over the
   * same data, such as one of another build.
   */
  public void replace(Installation other) {
    if (!other.data().equals(installation.data()) || other.port() != installation.port()) {
      throw new IllegalArgumentException(other + " is not at the place of " + installation);
    }
    other.prepare();
    server.close();
    installation = other;
    startServer();
  }

  /** Serves until the platform is closed; a server that dies is started again, within limits. */
  public void serve() {
    int restarts = 0;
    Instant window = Instant.now();
    while (true) {
      server.onExit().join();
      synchronized (this) {
        if (closed) {
          return;
        }
      }
      if (Instant.now().isAfter(window.plus(RESTARTS_WINDOW))) {
        restarts = 0;
        window = Instant.now();
      }
      if (++restarts > RESTARTS_MAX) {
        throw new Fault("Server: it died " + restarts + " times; see " + installation.logs());
      }
      screen.say("server", "ended unexpectedly; starting it again");
      pause();
      startServer();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RESTART_PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (server != null) {
      server.close();
    }
    databases.forEach(Database::close);
  }
}
