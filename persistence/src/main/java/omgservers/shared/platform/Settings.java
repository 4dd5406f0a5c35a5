package omgservers.shared.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The configuration of the installation, read from MicroProfile Config. A value that cannot be used
 * is an error that names it, at start and not at first use.
 */
@ApplicationScoped
public class Settings extends TraceSettings {
  /** The settings of this server. */
  public Settings() {
    super(ConfigProvider.getConfig());
  }

  Settings(Config config) {
    super(config);
  }

  /** How many shard databases there are; their number can grow, not shrink. */
  public int shards() {
    return number("shards", 2, 1, SHARDS_MAX);
  }

  /** More shards than this have no use while there are 1,024 slots. */
  public static final int SHARDS_MAX = 256;

  /** JNDI name of the directory's data source. */
  public String directoryDataSource() {
    return text("directory.datasource", "jdbc/omgservers/directory");
  }

  /** JNDI name of the data source of a shard; shards count from 0. */
  public String shardDataSource(int shard) {
    return text("shard." + shard + ".datasource", "jdbc/omgservers/shard" + shard);
  }

  /**
   * A database that gives no answer for this long counts as away: who needs it is told so until it
   * answers again.
   */
  public Duration databaseSilence() {
    return duration("database.silence", "PT5S", DATABASE_SILENCE_MAX);
  }

  /** The longest silence, which pools put an end to themselves. */
  private static final Duration DATABASE_SILENCE_MAX = Duration.ofMinutes(1);

  /**
   * The name by which EclipseLink knows the application server: <code>Glassfish</code> or <code>
   * JBoss</code>.
   */
  public String targetServer() {
    return text("persistence.target-server", "Glassfish");
  }

  /** The first password of the user <code>admin</code>; used at the first start only. */
  public String adminPassword() {
    return secret("bootstrap.admin-password", PASSWORD_MIN);
  }

  /** The first password of the user <code>support</code>; used at the first start only. */
  public String supportPassword() {
    return secret("bootstrap.support-password", PASSWORD_MIN);
  }

  /** The name of the setting that lets game servers run as local processes. */
  public static final String PROCESSES = PREFIX + "pool.process.enabled";

  /**
   * Whether game servers may run as local processes; for trying and developing only, refused in
   * production.
   */
  public boolean processDriver() {
    return flag("pool.process.enabled", false);
  }

  /** The folder that holds the images of the process driver. */
  public Path processImages() {
    return folder("pool.process.images", "data/images");
  }

  /** The folder where the process driver keeps outputs and process records. */
  public Path processData() {
    return folder("pool.process.data", "data/runtimes");
  }

  /** How many game servers may run as local processes at once. */
  public int processSlots() {
    return number("pool.process.slots", 64, 1, 10_000);
  }

  /**
   * The address of an engine that each start makes the pool server <code>docker</code>; none
   * without it.
   */
  public Optional<String> dockerAddress() {
    return find("pool.docker.address");
  }

  /** The network that containers join when their pool server names none. */
  public String dockerNetwork() {
    return text("pool.docker.network", "bridge");
  }

  /** A client that was not heard of for this long is deleted. */
  public Duration clientSilence() {
    return duration("player.client-silence", "PT30S");
  }

  /** So many messages wait for a client, or for a game server. */
  public int mailboxMessages() {
    return number("mailbox.messages", 10_000, 1, RATE_MAX);
  }

  /** The longest profile of a player, in characters of JSON. */
  public int profileSize() {
    return number("player.profile-size", 256 << 10, 2, 4 << 20);
  }

  /** A game server that was not heard of for this long is declared dead. */
  public Duration runtimeSilence() {
    return duration("runtime.silence", "PT30S");
  }

  /** A game server must make its first contact within this time after its start. */
  public Duration runtimeFirstContact() {
    return duration("runtime.first-contact", "PT60S");
  }

  /** How much of a game server's output is kept, in bytes before it is packed; the latest of it. */
  public int runtimeLogSize() {
    return number("runtime.log-size", 4 << 20, 64 << 10, 1 << 30);
  }

  /** How long the output of a game server is kept after its end. */
  public Duration runtimeLogMemory() {
    return duration("runtime.log-memory", "P7D");
  }

  /** How many may follow the output of game servers at once, on this instance. */
  public int logFollowers() {
    return number("runtime.log-followers", 32, 1, 1_000);
  }

  /** How often the use of each running game server is measured. */
  public Duration useInterval() {
    return duration("runtime.use-interval", "PT15S");
  }

  /** How many players may wait for a mode at once. */
  public int ticketsMax() {
    return number("matchmaking.tickets", 20_000, 1, 200_000);
  }

  /** How long a replaced deployment may keep its matches. */
  public Duration deploymentDrain() {
    return duration("deployment.drain", "PT1H");
  }

  /** How long the tokens of users and game servers live. */
  public Duration tokenLife() {
    return duration("security.token-life", "PT1H", TOKEN_LIFE_MAX);
  }

  /** Who does nothing in the console for so long is signed out. */
  public Duration consoleIdle() {
    return duration("console.idle", "PT30M", TOKEN_LIFE_MAX);
  }

  /** After this time one has to sign in to the console again. */
  public Duration consoleSession() {
    return duration("console.session", "PT12H", TOKEN_LIFE_MAX);
  }

  /** The name of the setting that says how old a key that signs tokens may become. */
  public static final String KEY_AGE = PREFIX + "security.key-age";

  /**
   * How old a key that signs tokens may become before another one takes over; longer than <code>
   * omgservers.security.key-lead</code>.
   */
  public Duration keyAge() {
    Duration age = duration("security.key-age", "P90D");
    if (age.compareTo(keyLead()) <= 0) {
      throw new WrongSetting(
          KEY_AGE, age + " is not longer than " + PREFIX + "security.key-lead, " + keyLead());
    }
    return age;
  }

  /** How long a new key is published before it signs: servers look at keys every 5 minutes. */
  public Duration keyLead() {
    return duration("security.key-lead", "PT10M");
  }

  /** How long a token for opening a WebSocket lives. */
  public Duration socketTokenLife() {
    return duration("security.socket-token-life", "PT60S", TOKEN_LIFE_MAX);
  }

  /** The name of the setting that holds the secret of the installation. */
  public static final String SECRET = PREFIX + "security.secret";

  /** The shortest secret of an installation. */
  public static final int SECRET_MIN = 32;

  /**
   * With what the keys that sign tokens, and the secrets of builds, are sealed in the database; the
   * same for all instances. In production it must be there.
   */
  public Optional<String> installationSecret() {
    return secretIfSet("security.secret", SECRET_MIN);
  }

  /** Whether to refuse to start without what only trying and developing can do without. */
  public boolean production() {
    return flag("production", false);
  }

  /**
   * Proxies whose header <code>X-Forwarded-For</code> is believed: addresses or networks like
   * <code>10.0.0.0/8</code>; nobody without it.
   */
  public List<Network> trustedProxies() {
    String name = "security.forwarded-header";
    return list(name).stream()
        .filter(entry -> !entry.isEmpty())
        .map(
            entry ->
                Network.parse(entry)
                    .orElseThrow(
                        () ->
                            new WrongSetting(
                                PREFIX + name, "'" + entry + "' is no address or network")))
        .toList();
  }

  /** So many calls in a minute in the long run, and so many at once. */
  public record Rate(int perMinute, int burst) {}

  /** Calls without a token of one address: sign-up, sign-in, ping. */
  public Rate openRate() {
    return new Rate(rate("limits.open-per-minute", 600), rate("limits.open-burst", 200));
  }

  /** Tries to sign in to one account, API key or game server; as many at once. */
  public Rate signInRate() {
    int perMinute = rate("limits.sign-in-per-minute", 30);
    return new Rate(perMinute, perMinute);
  }

  /** All other calls of one user, API key or game server. */
  public Rate apiRate() {
    return new Rate(rate("limits.api-per-minute", 6_000), rate("limits.api-burst", 1_000));
  }

  /** The name of the setting that holds the password of the monitoring system. */
  public static final String METRICS_PASSWORD = PREFIX + "metrics.password";

  /** With what a monitoring system gets the figures; without it only staff does. */
  public Optional<String> metricsPassword() {
    return secretIfSet("metrics.password", PASSWORD_MIN);
  }

  /** Figures that databases must count are counted so often at most. */
  public Duration metricsPause() {
    return duration("metrics.count-pause", "PT10S");
  }

  /** So many modes have figures of their own; those for which most wait. */
  public int metricsModes() {
    return number("metrics.modes", 200, 0, 10_000);
  }

  private int rate(String name, int fallback) {
    return number(name, fallback, 1, RATE_MAX);
  }

  /** Nothing is limited above this. */
  public static final int RATE_MAX = 10_000_000;

  /** No token lives longer: so long must be remembered which ones were revoked. */
  public static final Duration TOKEN_LIFE_MAX = Duration.ofDays(7);

  /** The shortest password that the installation accepts for its first users. */
  public static final int PASSWORD_MIN = 12;

  /** Reads every value once, so that a wrong one stops the start with a line that names it. */
  public void check() {
    int shards = shards();
    directoryDataSource();
    for (int shard = 0; shard < shards; shard++) {
      shardDataSource(shard);
    }
    targetServer();
    checkInstance();
    adminPassword();
    supportPassword();
    processDriver();
    processImages();
    processData();
    processSlots();
    dockerAddress();
    dockerNetwork();
    checkPool();
    checkRegistry();
    checkSockets();
    checkBuilder();
    checkMoves();
    checkTraces();
    clientSilence();
    databaseSilence();
    mailboxMessages();
    profileSize();
    runtimeSilence();
    runtimeFirstContact();
    runtimeLogSize();
    runtimeLogMemory();
    logFollowers();
    useInterval();
    ticketsMax();
    deploymentDrain();
    tokenLife();
    socketTokenLife();
    consoleIdle();
    consoleSession();
    keyAge();
    keyLead();
    trustedProxies();
    openRate();
    signInRate();
    apiRate();
    metricsPassword();
    metricsPause();
    metricsModes();
    Optional<String> secret = installationSecret();
    if (production()) {
      checkProduction(secret);
    }
  }

  /**
   * What is set with the prefix of settings and is none: misspelt, of another version, or of a
   * shard beyond the last. To be asked after {@link #check}.
   */
  public List<String> unknown() {
    return unasked();
  }

  private void checkProduction(Optional<String> secret) {
    if (secret.isEmpty()) {
      throw new WrongSetting(SECRET, "is not set; " + PREFIX + "production needs it");
    }
    if (processDriver()) {
      throw new WrongSetting(
          PROCESSES,
          "is true, and game servers would run as processes of the server's own user; "
              + PREFIX
              + "production forbids it");
    }
  }
}
