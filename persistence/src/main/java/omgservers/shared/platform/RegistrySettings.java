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

  /** Where our server calls the registry's API; without it the installation has no registry. */
  public Optional<URI> registryUrl() {
    return find("registry.url").map(value -> url("registry.url", value));
  }

  /** The host, and the port if it is no usual one, by which engines and developers know it. */
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

  /** With what the registry shows that a notification is its own; without it none is taken. */
  public Optional<String> registrySecret() {
    Optional<String> secret = find("registry.secret");
    if (secret.filter(text -> text.length() < Settings.PASSWORD_MIN).isPresent()) {
      throw new WrongSetting(
          REGISTRY_SECRET, "is shorter than " + Settings.PASSWORD_MIN + " characters");
    }
    return secret;
  }

  /** How long a token for the registry is good; nobody can end it earlier. */
  public Duration registryTokenLife() {
    return bounded("registry.token-life", "PT10M", Duration.ofHours(1));
  }

  /** How long a <code>docker login</code> lasts. */
  public Duration registryLoginLife() {
    return bounded("registry.login-life", "P7D", Settings.TOKEN_LIFE_MAX);
  }

  private Duration bounded(String name, String fallback, Duration max) {
    Duration life = duration(name, fallback);
    if (life.compareTo(max) > 0) {
      throw new WrongSetting(PREFIX + name, life + " is longer than " + max);
    }
    return life;
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
