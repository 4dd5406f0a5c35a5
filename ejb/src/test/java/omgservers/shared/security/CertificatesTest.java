package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;

class CertificatesTest {
  @Test
  @SuppressWarnings("JavaUtilDate")
  void areSignedByTheKeyThatTheyAreOf() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    Instant now = Instant.parse("2026-11-25T12:00:00Z");
    String made = Certificates.ofKey("k1", (RSAPublicKey) pair.getPublic(), pair.getPrivate(), now);
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(made)));
    certificate.verify(pair.getPublic());
    certificate.checkValidity(Date.from(now.plusSeconds(1)));
    assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
    assertThat(certificate.getBasicConstraints()).isNotNegative();
    assertThat(certificate.getSubjectX500Principal().getName()).contains("OMGSERVERS k1");
  }

  @Test
  void pullsNameTheRepositoryOfTheImageWhateverItIsPinnedBy() {
    RegistryAccess wanted = RegistryAccess.repository("acme/arena", java.util.List.of("pull"));
    assertThat(RegistryAccess.pull("acme/arena:1")).isEqualTo(wanted);
    assertThat(RegistryAccess.pull("acme/arena@sha256:00")).isEqualTo(wanted);
    assertThat(RegistryAccess.pull("acme/arena")).isEqualTo(wanted);
  }
}
