package omgservers.shared.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Passwords and their salted hashes. A generated password has 192 random bits, so that one round of
 * SHA-256 protects it; one that a person chose gets PBKDF2.
 */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PASSWORD_BYTES = 24;
  private static final int SALT_BYTES = 16;
  private static final int ITERATIONS = 210_000;
  private static final int HASH_BITS = 256;
  private static final String GENERATED = "sha256";
  private static final String CHOSEN = "pbkdf2";

  /** What would be kept of a password that nobody has. */
  public static final String NOBODY =
      CHOSEN + ":" + encode(random(SALT_BYTES)) + ":" + encode(random(HASH_BITS / Byte.SIZE));

  private Secrets() {}

  /** A new password of 32 characters. */
  public static String password() {
    return Base64.getUrlEncoder().encodeToString(random(PASSWORD_BYTES));
  }

  /** What to keep of a password that we generated. */
  public static String hashGenerated(String password) {
    byte[] salt = random(SALT_BYTES);
    return GENERATED + ":" + encode(salt) + ":" + encode(sha256(salt, password));
  }

  /** What to keep of a password that a person chose. */
  public static String hashChosen(String password) {
    byte[] salt = random(SALT_BYTES);
    return CHOSEN + ":" + encode(salt) + ":" + encode(pbkdf2(salt, password));
  }

  /** Whether this is the password that the hash was made of; takes equally long either way. */
  public static boolean matches(String password, String hash) {
    String[] parts = hash.split(":", -1);
    if (parts.length != 3) {
      return false;
    }
    byte[] salt = Base64.getDecoder().decode(parts[1]);
    byte[] wanted = Base64.getDecoder().decode(parts[2]);
    byte[] found =
        switch (parts[0]) {
          case GENERATED -> sha256(salt, password);
          case CHOSEN -> pbkdf2(salt, password);
          default -> new byte[0];
        };
    return MessageDigest.isEqual(wanted, found);
  }

  /** The same, and as much work as for a password that a person chose, whatever the hash is. */
  public static boolean matchesSlowly(String password, String hash) {
    boolean matches = matches(password, hash);
    if (!hash.startsWith(CHOSEN + ":")) {
      matches(password, NOBODY);
    }
    return matches;
  }

  private static byte[] sha256(byte[] salt, String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return digest.digest(password.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] pbkdf2(byte[] salt, String password) {
    try {
      PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, HASH_BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2", e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
