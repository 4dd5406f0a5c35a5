package omgservers.shared.rest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import omgservers.shared.problem.Refusal;

/** User and password of Basic authentication, for programs that know nothing else. */
public record BasicLogin(String user, String password) {
  private static final String BASIC = "basic ";

  /** Whether the header, which may be null, is of this kind. */
  static boolean isIn(String header) {
    return header != null && header.toLowerCase(Locale.ROOT).startsWith(BASIC);
  }

  /** What the header <code>Authorization</code> holds; refused when it is of no use. */
  public static BasicLogin of(String header) {
    if (!isIn(header)) {
      throw Refusal.unauthenticated("This needs user and password: Authorization: Basic.");
    }
    String pair;
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      pair = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.unauthenticated("Authorization: Basic is followed by no base64.");
    }
    int colon = pair.indexOf(':');
    if (colon <= 0) {
      throw Refusal.unauthenticated("Authorization: Basic holds no user and password.");
    }
    return new BasicLogin(pair.substring(0, colon), pair.substring(colon + 1));
  }
}
