package omgservers.shared.platform;

import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** The settings of an instance among others on the same databases. */
public abstract class InstanceSettings extends Values {
  /** The name of the setting that says how long an instance holds what it works on. */
  public static final String LEASE = PREFIX + "instance.lease";

  /** The shortest lease: turns that come late for a moment must not cost it. */
  public static final Duration LEASE_MIN = Duration.ofSeconds(2);

  /** The longest lease, which nobody is without work for. */
  public static final Duration LEASE_MAX = Duration.ofMinutes(1);

  InstanceSettings(Config config) {
    super(config);
  }

  /** The address that players are given: scheme, host and port, without a path. */
  public URI publicUrl() {
    return url("public-url", "http://127.0.0.1:8080");
  }

  /** The address that game servers are given; without it that of players. */
  public URI internalUrl() {
    return url("internal-url", publicUrl().toString());
  }

  /**
   * The address at which players reach this instance and no other, for the connections that must
   * meet those of a game server; without it <code>omgservers.public-url</code>.
   */
  public URI instanceUrl() {
    return url("instance.public-url", publicUrl().toString());
  }

  /**
   * The address at which game servers reach this instance and no other; without it that of players,
   * or <code>omgservers.internal-url</code> if there is none, either.
   */
  public URI instanceInternalUrl() {
    URI fallback = find("instance.public-url").isPresent() ? instanceUrl() : internalUrl();
    return url("instance.internal-url", fallback.toString());
  }

  /**
   * An instance that was not heard of for this long loses the shards whose due rows it works on to
   * the others; it is heard of four times as often. From PT2S to PT1M.
   */
  public Duration instanceLease() {
    Duration lease = duration("instance.lease", "PT6S", LEASE_MAX);
    if (lease.compareTo(LEASE_MIN) < 0) {
      throw new WrongSetting(LEASE, lease + " is shorter than " + LEASE_MIN);
    }
    return lease;
  }

  /**
   * An instance that drains says so for this long where proxies ask, before it closes the sockets
   * of players and game servers.
   */
  public Duration drainNotice() {
    return duration("instance.drain-notice", "PT5S", LEASE_MAX);
  }

  void checkInstance() {
    publicUrl();
    internalUrl();
    instanceUrl();
    instanceInternalUrl();
    instanceLease();
    drainNotice();
  }
}
