package omgservers.shared.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys of the installation that are not at their end, the latest first. One signs at each
 * moment; the one that comes next is published before, and those before are believed until the last
 * token that they signed has ended.
 */
record KeyRing(List<Key> keys) {
  KeyRing {
    keys = keys.stream().sorted(Comparator.comparing(Key::signsAt).reversed()).toList();
  }

  /**
   * A key: from when it signs, from when it is not believed any more, or null, and the certificates
   * of it and of those before it, each signed by the next in the list.
   */
  record Key(
      String id,
      Instant signsAt,
      Instant endsAt,
      RSAPublicKey publicKey,
      RSASSASigner signer,
      List<String> chain) {
    boolean isOver(Instant now) {
      return endsAt != null && !endsAt.isAfter(now);
    }

    RSASSAVerifier verifier() {
      return new RSASSAVerifier(publicKey);
    }

    List<Base64> certificates() {
      return chain.stream().map(Base64::new).toList();
    }

    private JWK jwk() {
      return new RSAKey.Builder(publicKey)
          .keyID(id)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .x509CertChain(certificates())
          .build();
    }
  }

  /** The key that signs at the moment. */
  Key signing(Instant now) {
    return keys.stream()
        .filter(key -> !key.signsAt.isAfter(now))
        .findFirst()
        .orElseGet(() -> keys.get(keys.size() - 1));
  }

  /** The key of this id, if what it signed is believed at the moment. */
  Optional<Key> believed(String id, Instant now) {
    return keys.stream().filter(key -> key.id.equals(id) && !key.isOver(now)).findFirst();
  }

  private List<Key> believed(Instant now) {
    return keys.stream().filter(key -> !key.isOver(now)).toList();
  }

  /** With what others check tokens, as a JSON Web Key Set. */
  String jwks(Instant now) {
    return new JWKSet(believed(now).stream().map(Key::jwk).toList()).toString();
  }

  /** The certificates to trust, in base64. */
  List<String> certificates(Instant now) {
    return believed(now).stream().map(key -> key.chain.get(0)).toList();
  }
}
