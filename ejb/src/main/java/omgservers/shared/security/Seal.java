package omgservers.shared.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps texts so that only who has the secret can read them: AES-GCM with a key derived from the
 * secret by PBKDF2, each text with its own initialization vector, and bound to its name. Deriving
 * is slow on purpose, so it is done once for all texts that are closed here, and for each salt that
 * is met.
 */
final class Seal {
  private static final String MARK = "sealed1:";
  private static final int SALT_BYTES = 16;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BITS = 256;
  private static final int ITERATIONS = 210_000;
  private static final int PARTS = 3;

  private final String secret;
  private final SecureRandom random = new SecureRandom();
  private final String salt = encode(random(SALT_BYTES));
  private final Map<String, SecretKeySpec> keys = new ConcurrentHashMap<>();

  Seal(String secret) {
    this.secret = secret;
  }

  static boolean isSealed(String text) {
    return text.startsWith(MARK);
  }

  String close(String clear, String name) {
    byte[] iv = random(IV_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, salt, iv, name);
      byte[] closed = cipher.doFinal(clear.getBytes(StandardCharsets.UTF_8));
      return MARK + salt + ":" + encode(iv) + ":" + encode(closed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** The clear text; empty when it was sealed with another secret or under another name. */
  Optional<String> open(String sealed, String name) {
    String[] parts = sealed.substring(MARK.length()).split(":", -1);
    if (parts.length != PARTS) {
      throw new IllegalStateException(name + " is damaged");
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, parts[0], decode(parts[1]), name);
      return Optional.of(new String(cipher.doFinal(decode(parts[2])), StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(name + " is damaged", e);
    }
  }

  private Cipher cipher(int mode, String salt, byte[] iv, String name)
      throws GeneralSecurityException {
    SecretKeySpec key = keys.get(salt);
    if (key == null) {
      key = derive(salt);
      keys.put(salt, key);
    }
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private SecretKeySpec derive(String salt) throws GeneralSecurityException {
    PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), decode(salt), ITERATIONS, KEY_BITS);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    return new SecretKeySpec(key, "AES");
  }

  private byte[] random(int bytes) {
    byte[] made = new byte[bytes];
    random.nextBytes(made);
    return made;
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] decode(String text) {
    return Base64.getDecoder().decode(text);
  }
}
