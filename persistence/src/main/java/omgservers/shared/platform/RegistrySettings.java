package omgservers.shared.platform;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** The settings of the image registry: where it is, whom it trusts, and what may lie in it. */
public abstract class RegistrySettings extends PoolSettings {
  /** The name of the setting that holds the secret of the registry's notifications. */
  public static final String REGISTRY_SECRET = PREFIX + "registry.secret";

  private static final Pattern HOST = Pattern.compile("[a-z0-9.-]+(:[0-9]{1,5})?");

  /** Tokens for these are for other doors than a registry's. */
  private static final Set<String> TAKEN =
      Set.of("service", "connector", "dispatcher", "registry-refresh");

  /** An image may not be larger than any disk. */
  private static final int QUOTA_MAX = 1 << 30;

  RegistrySettings(Config config) {
    super(config);
  }

  /** Where our server calls the registry's API; without it the installation has none. */
  public Optional<URI> registryUrl() {
    return urlIfSet("registry.url");
  }

  /**
   * The host, and the port if it is no usual one, by which engines and developers know the
   * registry; without it those of <code>omgservers.registry.url</code>.
   */
  public Optional<String> registryAddress() {
    Optional<String> given =
        find("registry.address").or(() -> registryUrl().map(URI::getAuthority));
    if (given.filter(address -> !HOST.matcher(address).matches()).isPresent()) {
      throw new WrongSetting(
          PREFIX + "registry.address", "'" + given.get() + "' is not a host like host:5000");
    }
    return given;
  }

  /** How the registry calls itself in tokens: its setting <code>auth.token.service</code>. */
  public String registryService() {
    String service = text("registry.service", "registry");
    if (TAKEN.contains(service)) {
      throw new WrongSetting(PREFIX + "registry.service", "'" + service + "' means another door");
    }
    return service;
  }

  /**
   * What the header <code>X-Registry-Secret</code> of the registry's notifications must hold;
   * without it none are taken.
   */
  public Optional<String> registrySecret() {
    return secretIfSet("registry.secret", Settings.PASSWORD_MIN);
  }

  /** How long a token for the registry is good; nobody can end it earlier. */
  public Duration registryTokenLife() {
    return duration("registry.token-life", "PT10M", Duration.ofHours(1));
  }

  /** How long a <code>docker login</code> lasts. */
  public Duration registryLoginLife() {
    return duration("registry.login-life", "P7D", Settings.TOKEN_LIFE_MAX);
  }

  /** The registry must answer a call within this time. */
  public Duration registryCall() {
    return duration("registry.call", "PT10S");
  }

  /** How often what the registry holds is compared with what we know. */
  public Duration registryCheck() {
    return duration("registry.check", "PT10M");
  }

  /** How much a tenant may keep in the registry unless the support says otherwise, in MiB. */
  public int registryQuota() {
    return number("registry.quota", 20_480, 0, QUOTA_MAX);
  }

  void checkRegistry() {
    registryUrl();
    registryAddress();
    registryService();
    registrySecret();
    registryTokenLife();
    registryLoginLife();
    registryCall();
    registryCheck();
    registryQuota();
  }
}
