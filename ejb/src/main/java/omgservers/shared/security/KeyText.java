package omgservers.shared.security;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key: a prefix by which people and scanners recognise it, the id of the key, so
 * that it can be found, and 192 random bits.
 */
public record KeyText(long id, String random) {
  private static final Pattern FORM = Pattern.compile("omg_([0-9a-z]{1,13})_([A-Za-z0-9_-]{32})");

  /** The text of a new key. */
  public static KeyText make(long id) {
    return new KeyText(id, Secrets.password());
  }

  /** The key that this is the text of, if it has the form of one. */
  public static Optional<KeyText> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new KeyText(Long.parseLong(matcher.group(1), Character.MAX_RADIX), matcher.group(2)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** As its owner keeps it. */
  public String text() {
    return "omg_" + Long.toString(id, Character.MAX_RADIX) + "_" + random;
  }
}
