package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which key signs, and which are believed, while one takes over from another. */
class KeyRingTest {
  private static final Instant TAKES_OVER = Instant.parse("2026-11-25T12:00:00Z");
  private static final Instant BEFORE = TAKES_OVER.minusMillis(1);
  private static final Instant LAST_TOKEN_ENDS = TAKES_OVER.plusSeconds(3_600);

  private static KeyRing ring;

  @BeforeAll
  static void prepare() throws GeneralSecurityException {
    ring =
        new KeyRing(
            List.of(
                key("old", Instant.EPOCH, LAST_TOKEN_ENDS, List.of("old")),
                key("new", TAKES_OVER, null, List.of("new", "old"))));
  }

  private static KeyRing.Key key(
      String id, Instant signsAt, Instant endsAt, List<String> certificates)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    RSAPublicKey open = (RSAPublicKey) pair.getPublic();
    List<String> chain = certificates.stream().map(name -> certificate(name, open, pair)).toList();
    return new KeyRing.Key(id, signsAt, endsAt, open, new RSASSASigner(pair.getPrivate()), chain);
  }

  private static String certificate(String name, RSAPublicKey key, KeyPair pair) {
    return Certificates.ofKey(
        new Certificates.Holder(name, key, Instant.EPOCH), name, pair.getPrivate());
  }

  @Test
  void signsWithTheOldKeyUntilTheNewOneTakesOver() {
    assertThat(ring.signing(BEFORE).id()).isEqualTo("old");
    assertThat(ring.signing(TAKES_OVER).id()).isEqualTo("new");
    assertThat(ring.signing(Instant.MIN).id()).isEqualTo("old");
  }

  @Test
  void publishesTheNewKeyBeforeItSigns() throws ParseException {
    assertThat(JWKSet.parse(ring.jwks(BEFORE)).getKeys())
        .extracting(JWK::getKeyID)
        .containsExactly("new", "old");
    assertThat(ring.certificates(BEFORE)).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void believesTheOldKeyUntilTheLastTokenOfItHasEnded() throws ParseException {
    assertThat(ring.believed("old", LAST_TOKEN_ENDS.minusMillis(1))).isPresent();
    assertThat(ring.believed("old", LAST_TOKEN_ENDS)).isEmpty();
    assertThat(ring.believed("another", TAKES_OVER)).isEmpty();
    assertThat(JWKSet.parse(ring.jwks(LAST_TOKEN_ENDS)).getKeys())
        .extracting(JWK::getKeyID)
        .containsExactly("new");
    assertThat(ring.certificates(LAST_TOKEN_ENDS)).hasSize(1);
  }

  @Test
  void carriesTheCertificatesThatLeadToAnOlderKey() {
    KeyRing.Key signing = ring.signing(TAKES_OVER);
    assertThat(signing.certificates())
        .hasSize(2)
        .allSatisfy(each -> assertThat(Base64.getDecoder().decode(each.toString())).isNotEmpty());
  }
}
