package omgservers.shared.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/**
 * Keeps what others entrust to us so that a copy of the database tells nobody of it: sealed with
 * the secret of the installation, and not at all without one.
 */
@ApplicationScoped
public class Vault {
  private final Settings settings;

  /** A vault that is closed with the secret of the settings. */
  @Inject
  public Vault(Settings settings) {
    this.settings = settings;
  }

  protected Vault() {
    this(null);
  }

  private Seal seal() {
    return settings
        .installationSecret()
        .map(Seal::new)
        .orElseThrow(
            () ->
                Refusal.conflict(
                    Qualifier.WRONG_CONFIGURATION,
                    "The installation keeps no secrets: " + Settings.SECRET + " is not set."));
  }

  /** The text, sealed under the name. */
  public String close(String clear, String name) {
    return seal().close(clear, name);
  }

  /** The text that was sealed under the name. */
  public String open(String sealed, String name) {
    return seal()
        .open(sealed, name)
        .orElseThrow(
            () ->
                Refusal.conflict(
                    Qualifier.WRONG_CONFIGURATION,
                    Settings.SECRET + " is not the one that " + name + " was sealed with."));
  }
}
