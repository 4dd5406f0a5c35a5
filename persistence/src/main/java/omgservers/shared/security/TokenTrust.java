package omgservers.shared.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Tells MicroProfile JWT which keys sign our tokens. Keys are made by the installation, and known
 * only after the directory was opened, while servers read configuration once at deployment: so what
 * they read is the address of a file, whose content they look at when the first token comes.
 */
public class TokenTrust implements ConfigSource {
  /** Who issues our tokens. */
  public static final String ISSUER = "omgservers";

  /** Whom a token for the API is meant for. */
  public static final String SERVICE = "service";

  private static final int ORDINAL = 500;
  private static final Path KEYS = folder().resolve("jwks.json");
  private static final Map<String, String> PROPERTIES =
      Map.of(
          "mp.jwt.verify.publickey.location",
          KEYS.toUri().toString(),
          "mp.jwt.verify.issuer",
          ISSUER,
          "mp.jwt.verify.audiences",
          SERVICE);

  /** Only we can write there: who could change the file could sign tokens. */
  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("omgservers-trust-");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on tokens signed by the private half of one of these keys are trusted: a JWKS. */
  public static void trust(String keys) {
    try {
      Files.writeString(KEYS, keys);
      KEYS.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException("The public keys cannot be written.", e);
    }
  }

  @Override
  public Set<String> getPropertyNames() {
    return PROPERTIES.keySet();
  }

  @Override
  public Map<String, String> getProperties() {
    return PROPERTIES;
  }

  @Override
  public String getValue(String name) {
    return PROPERTIES.get(name);
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
