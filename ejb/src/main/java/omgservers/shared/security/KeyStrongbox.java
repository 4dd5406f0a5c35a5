package omgservers.shared.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.Optional;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.WrongSetting;
import omgservers.shared.security.model.SigningKey;
import omgservers.shared.security.model.SigningKeys;

/** Keeps the private halves of our signing keys sealed with the secret of the installation. */
@ApplicationScoped
class KeyStrongbox {
  private static final System.Logger LOG = System.getLogger(KeyStrongbox.class.getName());

  private final SigningKeys keys;
  private final Settings settings;
  private Seal seal;

  @Inject
  KeyStrongbox(SigningKeys keys, Settings settings) {
    this.keys = keys;
    this.settings = settings;
  }

  protected KeyStrongbox() {
    this(null, null);
  }

  /** Seals what lies in the clear, if there is a secret. */
  void sealAll() {
    Optional<Seal> seal = seal();
    if (seal.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0} is not set: the key that signs tokens lies in the database as it is",
          Settings.SECRET);
      return;
    }
    keys.all().stream()
        .filter(key -> !key.isForgotten() && !Seal.isSealed(key.privateKey()))
        .forEach(key -> key.keep(seal.get().close(key.privateKey(), key.id())));
  }

  private synchronized Optional<Seal> seal() {
    if (seal == null) {
      seal = settings.installationSecret().map(Seal::new).orElse(null);
    }
    return Optional.ofNullable(seal);
  }

  /** The private half in the clear. */
  String open(SigningKey key) {
    String kept = key.privateKey();
    if (!Seal.isSealed(kept)) {
      return kept;
    }
    Seal seal =
        seal()
            .orElseThrow(
                () -> new WrongSetting(Settings.SECRET, "is not set, but the keys are sealed"));
    return seal.open(kept, key.id())
        .orElseThrow(
            () ->
                new WrongSetting(Settings.SECRET, "is not the one that the keys are sealed with"));
  }
}
