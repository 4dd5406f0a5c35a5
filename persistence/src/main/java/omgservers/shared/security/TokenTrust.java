package omgservers.shared.security;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Tells MicroProfile JWT which key signs our tokens. The key is made by the installation, so that
 * it is known only after the directory was opened.
 */
public class TokenTrust implements ConfigSource {
  /** Who issues our tokens. */
  public static final String ISSUER = "omgservers";

  /** Whom a token for the API is meant for. */
  public static final String SERVICE = "service";

  private static final String KEY = "mp.jwt.verify.publickey";
  private static final int ORDINAL = 500;
  private static volatile String publicKey;

  /** From now on tokens signed by the private half of this key are trusted; base64 of X.509. */
  public static void trust(String key) {
    publicKey = key;
  }

  @Override
  public Set<String> getPropertyNames() {
    return Set.of(KEY, "mp.jwt.verify.issuer", "mp.jwt.verify.audiences");
  }

  @Override
  public Map<String, String> getProperties() {
    return publicKey == null
        ? Map.of("mp.jwt.verify.issuer", ISSUER, "mp.jwt.verify.audiences", SERVICE)
        : Map.of(
            KEY, publicKey, "mp.jwt.verify.issuer", ISSUER, "mp.jwt.verify.audiences", SERVICE);
  }

  @Override
  public String getValue(String name) {
    return getProperties().get(name);
  }

  @Override
  public String getName() {
    return "omgservers token trust";
  }

  @Override
  public int getOrdinal() {
    return ORDINAL;
  }
}
