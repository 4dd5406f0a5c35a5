package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static X509Certificate certificate(String id, KeyPair pair, String issuer, KeyPair signer)
      throws GeneralSecurityException {
    var holder = new Certificates.Holder(id, (RSAPublicKey) pair.getPublic(), NOW);
    String made = Certificates.ofKey(holder, issuer, signer.getPrivate());
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(made)));
  }

  @Test
  @SuppressWarnings("JavaUtilDate")
  void areSignedByTheKeyThatTheyAreOf() throws Exception {
    KeyPair pair = pair();
    X509Certificate certificate = certificate("k1", pair, "k1", pair);
    certificate.verify(pair.getPublic());
    certificate.checkValidity(Date.from(NOW.plusSeconds(1)));
    assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
    assertThat(certificate.getBasicConstraints()).isNotNegative();
    assertThat(certificate.getSubjectX500Principal().getName()).contains("OMGSERVERS k1");
  }

  /** Who trusts the first key since its start trusts the third, by what a token carries. */
  @Test
  @SuppressWarnings("JavaUtilDate")
  void leadFromTheNewestKeyToOneThatIsTrustedAlready() throws Exception {
    KeyPair one = pair();
    KeyPair two = pair();
    KeyPair three = pair();
    X509Certificate trusted = certificate("k1", one, "k1", one);
    CertPath path =
        CertificateFactory.getInstance("X.509")
            .generateCertPath(
                List.of(certificate("k3", three, "k2", two), certificate("k2", two, "k1", one)));
    PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted, null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(NOW.plusSeconds(1)));
    var result =
        (PKIXCertPathValidatorResult)
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
    assertThat(result.getPublicKey()).isEqualTo(three.getPublic());
  }

  @Test
  void pullsNameTheRepositoryOfTheImageWhateverItIsPinnedBy() {
    RegistryAccess wanted = RegistryAccess.repository("acme/arena", java.util.List.of("pull"));
    assertThat(RegistryAccess.pull("acme/arena:1")).isEqualTo(wanted);
    assertThat(RegistryAccess.pull("acme/arena@sha256:00")).isEqualTo(wanted);
    assertThat(RegistryAccess.pull("acme/arena")).isEqualTo(wanted);
  }
}
