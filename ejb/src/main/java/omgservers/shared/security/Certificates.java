package omgservers.shared.security;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates by which registries that know no keys by id trust ours. */
final class Certificates {
  /** A key is replaced long before. */
  private static final Duration LIFE = Duration.ofDays(3650);

  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);
  private static final int SERIAL_BITS = 127;

  private Certificates() {}

  /** Whose certificate it is: a key by its id, and since when there is one. */
  record Holder(String id, RSAPublicKey key, Instant created) {}

  private static X500Name name(String id) {
    return new X500Name("CN=OMGSERVERS " + id);
  }

  /** A certificate of the holder that the key of the issuer has signed, in base64. */
  @SuppressWarnings("JavaUtilDate")
  static String ofKey(Holder holder, String issuer, PrivateKey signer) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name(issuer),
              new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
              Date.from(holder.created.minus(CLOCKS_DIFFER)),
              Date.from(holder.created.plus(LIFE)),
              name(holder.id),
              holder.key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
      byte[] made =
          builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer)).getEncoded();
      return Base64.getEncoder().encodeToString(made);
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("no certificate can be made of the key " + holder.id, e);
    }
  }
}
