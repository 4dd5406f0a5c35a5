package omgservers.launcher;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The embedded PostgreSQL with the directory's and the shards' databases. Its cluster stays in the
 * data folder; nobody gets in without the generated password.
 */
public final class Database implements AutoCloseable {
  /** What the names of databases begin with. */
  static final String PREFIX = "omgservers_";

  /** Connections that one pool of the server may hold. */
  static final int POOL_MAX = 32;

  /** Who gets no connection within this time is told so, and others need not wait as long. */
  static final int WAIT_MILLIS = 5_000;

  /** A connection on which a database answers nothing for so long is given up. */
  static final int ANSWER_SECONDS = 20;

  private static final int RESERVE = 16;
  private static final int SERVERS = 2;
  private static final int ANY_PORT = 0;
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;
  private final List<String> names;

  private final Path cluster;

  private Database(EmbeddedPostgres postgres, Path cluster, List<String> names) {
    this.postgres = postgres;
    this.cluster = cluster;
    this.names = names;
  }

  /** Starts one cluster with all databases, and makes it and them at the first start. */
  public static Database start(Installation installation, Secrets secrets) {
    List<String> names = names(installation.shards());
    return start(installation, secrets, new Place("postgresql", names, ANY_PORT));
  }

  /**
   * Starts a cluster on each of the ports; the first has the directory, and shards are dealt out.
   */
  static List<Database> startAll(Installation installation, Secrets secrets, List<Integer> ports) {
    List<Database> started = new ArrayList<>();
    try {
      for (int number = 0; number < ports.size(); number++) {
        started.add(start(installation, secrets, place(installation, ports, number)));
      }
      return started;
    } catch (Fault e) {
      started.forEach(Database::close);
      throw e;
    }
  }

  private static Place place(Installation installation, List<Integer> ports, int number) {
    List<String> dealt = new ArrayList<>();
    List<String> names = names(installation.shards());
    for (int shard = 0; shard < names.size() - 1; shard++) {
      if (shard % ports.size() == number) {
        dealt.add(names.get(shard + 1));
      }
    }
    if (number == 0) {
      dealt.add(0, names.get(0));
    }
    return new Place(number == 0 ? "postgresql" : "postgresql-" + number, dealt, ports.get(number));
  }

  /** Starts the cluster again on its port; it may have been killed. */
  Database again(Installation installation, Secrets secrets) {
    int port = port();
    close();
    return start(installation, secrets, new Place(cluster.getFileName().toString(), names, port));
  }

  /** The folder of a cluster in the data folder, its databases, and its port; 0 for any. */
  private record Place(String folder, List<String> names, int port) {}

  private static Database start(Installation installation, Secrets secrets, Place place) {
    Path cluster = installation.data().resolve(place.folder);
    Path complete = installation.data().resolve(place.folder + ".complete");
    endLeftover(cluster);
    try {
      boolean fresh = !Files.exists(complete);
      if (fresh) {
        Folders.delete(cluster);
      }
      EmbeddedPostgres postgres = open(installation, cluster, secrets, place, fresh);
      Database database = new Database(postgres, cluster, place.names);
      if (fresh) {
        database.close(cluster, secrets.get("database"));
        Files.createFile(complete);
        return start(installation, secrets, place);
      }
      database.create(secrets.get("database"));
      return database;
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new Fault(
          "Database: PostgreSQL does not start ("
              + e.getMessage()
              + "); see "
              + installation.logs().resolve("postgresql.log"),
          e);
    }
  }

  private static List<String> names(int shards) {
    List<String> names = new ArrayList<>();
    names.add(PREFIX + "directory");
    for (int shard = 0; shard < shards; shard++) {
      names.add(PREFIX + "shard_" + shard);
    }
    return names;
  }

  private static EmbeddedPostgres open(
      Installation installation, Path cluster, Secrets secrets, Place place, boolean fresh)
      throws IOException {
    Redirect log = Redirect.appendTo(installation.logs().resolve("postgresql.log").toFile());
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(installation.data().resolve("postgresql-bin").toFile())
            .setPGStartupWait(START_MAX)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("unix_socket_directories", "")
            .setServerConfig("max_connections", "" + connections(place))
            .setOutputRedirector(log)
            .setErrorRedirector(log);
    if (place.port != ANY_PORT) {
      builder.setPort(place.port);
    }
    if (!fresh) {
      builder.setConnectConfig("password", secrets.get("database"));
    }
    return builder.start();
  }

  /** Two servers may work on them, while one takes the place of the other. */
  private static int connections(Place place) {
    return SERVERS * place.names.size() * POOL_MAX + RESERVE;
  }

  /** The cluster is made without a password; this ends that, before the server ever uses it. */
  private void close(Path cluster, String password) throws SQLException, IOException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter user postgres password '" + password + "'");
    }
    Files.writeString(
        cluster.resolve("pg_hba.conf"),
        """
        host all all 127.0.0.1/32 scram-sha-256
        host all all ::1/128 scram-sha-256
        """);
    postgres.close();
  }

  private void create(String password) throws SQLException {
    try (Connection connection =
            postgres.getPostgresDatabase(java.util.Map.of("password", password)).getConnection();
        Statement statement = connection.createStatement()) {
      for (String name : names) {
        if (!exists(connection, name)) {
          statement.execute("create database " + name);
        }
      }
    }
  }

  private static boolean exists(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select 1 from pg_database where datname = ?")) {
      statement.setString(1, name);
      try (ResultSet row = statement.executeQuery()) {
        return row.next();
      }
    }
  }

  /** The port that PostgreSQL listens on, on 127.0.0.1. */
  public int port() {
    return postgres.getPort();
  }

  /** Its databases: the directory's first, if it has that, then those of shards in their order. */
  List<String> names() {
    return names;
  }

  /** Asks PostgreSQL to end, and waits: on a busy machine its last writes take a while. */
  @Override
  public void close() {
    Optional<ProcessHandle> running = running(cluster);
    try {
      postgres.close();
    } catch (IOException e) {
      System.getLogger(Database.class.getName())
          .log(System.Logger.Level.WARNING, "PostgreSQL did not stop in order", e);
    }
    running.ifPresent(PidFile::await);
  }

  /**
   * A killed launcher leaves PostgreSQL running: it is asked to end, as it is in our data folder.
   */
  private static void endLeftover(Path cluster) {
    running(cluster)
        .ifPresent(
            handle -> {
              handle.destroy();
              PidFile.await(handle);
            });
  }

  private static Optional<ProcessHandle> running(Path cluster) {
    Path file = cluster.resolve("postmaster.pid");
    try {
      Optional<ProcessHandle> named =
          Files.exists(file)
              ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip()))
              : Optional.empty();
      return named.filter(handle -> handle.info().command().orElse("").contains("postgres"));
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      throw new Fault("Database: " + file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
