package omgservers.shared.platform;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads single properties of the configuration; one that cannot be used is refused by its name. */
abstract class Values {
  static final String PREFIX = "omgservers.";

  private final Config config;

  Values(Config config) {
    this.config = config;
  }

  String text(String name, String fallback) {
    return find(name).orElse(fallback);
  }

  Optional<String> find(String name) {
    return config.getOptionalValue(PREFIX + name, String.class).filter(value -> !value.isBlank());
  }

  String secret(String name) {
    String value =
        find(name).orElseThrow(() -> new WrongSetting(PREFIX + name, "is not set; choose one"));
    if (value.length() < Settings.PASSWORD_MIN) {
      throw new WrongSetting(
          PREFIX + name, "is shorter than " + Settings.PASSWORD_MIN + " characters");
    }
    return value;
  }

  int number(String name, int fallback, int min, int max) {
    String value = text(name, Integer.toString(fallback));
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new WrongSetting(PREFIX + name, "'" + value + "' is not a whole number", e);
    }
    throw new WrongSetting(PREFIX + name, value + " is not between " + min + " and " + max);
  }

  boolean flag(String name, boolean fallback) {
    String value = text(name, Boolean.toString(fallback));
    if (value.equals("true") || value.equals("false")) {
      return value.equals("true");
    }
    throw new WrongSetting(PREFIX + name, "'" + value + "' is neither true nor false");
  }

  Duration duration(String name, String fallback) {
    String value = text(name, fallback);
    try {
      Duration duration = Duration.parse(value);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (java.time.format.DateTimeParseException e) {
      throw new WrongSetting(PREFIX + name, "'" + value + "' is not a duration like PT30S", e);
    }
    throw new WrongSetting(PREFIX + name, value + " is not longer than zero");
  }

  URI url(String name, String fallback) {
    String value = text(name, fallback);
    try {
      URI uri = URI.create(value);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        return value.endsWith("/") ? URI.create(value.substring(0, value.length() - 1)) : uri;
      }
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(PREFIX + name, "'" + value + "' is not an address", e);
    }
    throw new WrongSetting(PREFIX + name, "'" + value + "' is not an http or https address");
  }
}
