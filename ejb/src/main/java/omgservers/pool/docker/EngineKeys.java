package omgservers.pool.docker;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.transport.SSLConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The secrets for one engine, in files of a folder that only the operator of our server can write:
 * <code>ca.pem</code>, <code>cert.pem</code> and <code>key.pem</code> for TLS, <code>
 * registry.properties</code> with <code>user</code> and <code>password</code> for pulls. The
 * database and the API know the name of the folder only.
 */
record EngineKeys(Path folder) implements SSLConfig {
  /** The names that a folder of secrets can have: nothing that leads out of its parent. */
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  private static final Pattern PEM_KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
  private static final char[] NO_PASSWORD = {};

  /** The keys in the folder of this name; none for no name. */
  static Optional<EngineKeys> named(Path secrets, String name) {
    if (name == null) {
      return Optional.empty();
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("credentials: '" + name + "' is no name of a folder");
    }
    return Optional.of(new EngineKeys(secrets.resolve(name)));
  }

  /** Whether there are keys for TLS. */
  boolean hasCertificates() {
    return Files.exists(folder.resolve("ca.pem"));
  }

  @Override
  public SSLContext getSSLContext() {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate authority : certificates("ca.pem")) {
        trusted.setCertificateEntry("ca" + number++, authority);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(own(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(
          "The keys in " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  private KeyManager[] own() throws GeneralSecurityException, IOException {
    if (!Files.exists(folder.resolve("key.pem"))) {
      return new KeyManager[0];
    }
    KeyStore own = KeyStore.getInstance(KeyStore.getDefaultType());
    own.load(null, null);
    own.setKeyEntry(
        "own", key(), NO_PASSWORD, certificates("cert.pem").toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private Collection<? extends Certificate> certificates(String name)
      throws GeneralSecurityException, IOException {
    try (InputStream file = Files.newInputStream(folder.resolve(name))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(file);
    }
  }

  private PrivateKey key() throws GeneralSecurityException, IOException {
    Matcher pem = PEM_KEY.matcher(Files.readString(folder.resolve("key.pem")));
    if (!pem.find()) {
      throw new GeneralSecurityException("key.pem has no PKCS#8 'BEGIN PRIVATE KEY' block");
    }
    PKCS8EncodedKeySpec spec =
        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
    GeneralSecurityException last = null;
    for (String algorithm : List.of("RSA", "EC")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw last;
  }

  /** Who pulls from the registry, if it asks for that. */
  Optional<AuthConfig> registry(String host) {
    Path file = folder.resolve("registry.properties");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read: " + e.getMessage(), e);
    }
    return Optional.of(
        new AuthConfig()
            .withRegistryAddress(host)
            .withUsername(properties.getProperty("user"))
            .withPassword(properties.getProperty("password")));
  }
}
