package omgservers.shared.security;

import com.nimbusds.jose.crypto.RSASSASigner;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.model.SigningKey;
import omgservers.shared.security.model.SigningKeys;

/** The transactions on the keys that sign tokens: made, renewed, forgotten. */
@ApplicationScoped
@Transactional
class KeyBook {
  /** So many certificates a token carries at most: headers have bounds everywhere. */
  static final int CHAIN_MAX = 4;

  /** So many keys are believed at once at most. */
  static final int KEYS_MAX = 20;

  private static final int KEY_BITS = 2048;

  private final SigningKeys keys;
  private final KeyStrongbox strongbox;
  private final Settings settings;
  private final Time time;

  @Inject
  KeyBook(SigningKeys keys, KeyStrongbox strongbox, Settings settings, Time time) {
    this.keys = keys;
    this.strongbox = strongbox;
    this.settings = settings;
    this.time = time;
  }

  protected KeyBook() {
    this(null, null, null, null);
  }

  /** All keys, where the first is made if there is none. */
  KeyRing open() {
    keys.reserve();
    if (keys.newest().isEmpty()) {
      keys.add(made(time.now()));
    }
    strongbox.sealAll();
    certify();
    return ring();
  }

  /** All keys, as they are now. */
  KeyRing ring() {
    List<SigningKey> all = keys.all();
    List<KeyRing.Key> ring = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      SigningKey key = all.get(i);
      if (!key.isForgotten()) {
        List<String> chain =
            all.subList(i, Math.min(all.size(), i + CHAIN_MAX)).stream()
                .flatMap(each -> each.certificate().stream())
                .toList();
        ring.add(
            new KeyRing.Key(
                key.id(),
                key.signsAt(),
                key.endsAt().orElse(null),
                publicKey(key),
                new RSASSASigner(privateKey(key)),
                chain));
      }
    }
    return new KeyRing(ring);
  }

  /** What tells one state of the keys from another. */
  List<SigningKeys.Stamp> stamps() {
    return keys.stamps();
  }

  /**
   * A key that takes over from the present one, as soon as everybody who checks tokens has had the
   * time to hear of it. Its certificate is signed by the present one, so that who trusts that
   * trusts it, too.
   */
  SigningKey renew() {
    keys.reserve();
    List<SigningKey> all = keys.all();
    Instant now = time.now();
    SigningKey present = all.get(0);
    if (present.signsAt().isAfter(now)) {
      throw Refusal.conflict(
          Qualifier.WRONG_ARGUMENT,
          "The next key is made already; it signs from " + present.signsAt() + " on.");
    }
    if (all.stream().filter(key -> !key.isForgotten()).count() >= KEYS_MAX) {
      throw Refusal.conflict(
          Qualifier.LIMIT_REACHED, KEYS_MAX + " keys are believed already; wait until some end.");
    }
    SigningKey next = made(now.plus(settings.keyLead()));
    next.certify(
        Certificates.ofKey(
            new Certificates.Holder(next.id(), publicKey(next), next.created()),
            present.id(),
            privateKey(present)));
    keys.add(next);
    present.endBy(next.signsAt().plus(Settings.TOKEN_LIFE_MAX));
    strongbox.sealAll();
    return next;
  }

  /** A key that is old enough is renewed; false when it is not, or somebody was faster. */
  boolean renewIfOld() {
    keys.reserve();
    Optional<SigningKey> newest = keys.newest();
    Instant old = time.now().minus(settings.keyAge());
    if (newest.isEmpty() || newest.get().signsAt().isAfter(old)) {
      return false;
    }
    renew();
    return true;
  }

  /** The private halves of keys at their end are destroyed; certificates stay for the chain. */
  void forgetEnded() {
    keys.reserve();
    Instant now = time.now();
    List<SigningKey> all = keys.all();
    for (int i = 0; i < all.size(); i++) {
      SigningKey key = all.get(i);
      if (key.endsAt().filter(end -> !end.isAfter(now)).isPresent()) {
        if (i >= CHAIN_MAX) {
          keys.remove(key);
        } else {
          key.forget();
        }
      }
    }
  }

  private void certify() {
    keys.all().stream()
        .filter(key -> key.certificate().isEmpty() && !key.isForgotten())
        .forEach(
            key ->
                key.certify(
                    Certificates.ofKey(
                        new Certificates.Holder(key.id(), publicKey(key), key.created()),
                        key.id(),
                        privateKey(key))));
  }

  private SigningKey made(Instant signsAt) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      KeyPair pair = generator.generateKeyPair();
      Base64.Encoder base64 = Base64.getEncoder();
      return new SigningKey(
          UUID.randomUUID().toString(),
          base64.encodeToString(pair.getPrivate().getEncoded()),
          base64.encodeToString(pair.getPublic().getEncoded()),
          time.now(),
          signsAt);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has RSA", e);
    }
  }

  private static RSAPublicKey publicKey(SigningKey key) {
    byte[] open = Base64.getDecoder().decode(key.publicKey());
    try {
      return (RSAPublicKey)
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(open));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing key " + key.id() + " cannot be used", e);
    }
  }

  private PrivateKey privateKey(SigningKey key) {
    byte[] secret = Base64.getDecoder().decode(strongbox.open(key));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing key " + key.id() + " cannot be used", e);
    }
  }
}
