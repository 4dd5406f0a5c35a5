package omgservers.shared.platform;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/**
 * Reads single properties of the configuration; one that cannot be used is refused by its name. All
 * settings are read by these few kinds of reading, each with its default and its bounds: the
 * reference of the configuration is made by listening to them.
 */
abstract class Values {
  static final String PREFIX = "omgservers.";

  /** What is set for programs beside the server: the launcher, its databases, the control tool. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("OMGSERVERS_(LAUNCHER_.*|DATABASE_(HOST|PORT|USER|PASSWORD)|PASSWORD|WAR)");

  private final Config config;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile Map<String, Optional<String>> settled;

  Values(Config config) {
    this.config = config;
  }

  String text(String name, String fallback) {
    return find(name).orElse(fallback);
  }

  /** What is set from now on has no effect: each value is looked for once. */
  public void settle() {
    settled = new ConcurrentHashMap<>();
  }

  Optional<String> find(String name) {
    Map<String, Optional<String>> known = settled;
    return known == null ? look(name) : known.computeIfAbsent(name, this::look);
  }

  private Optional<String> look(String name) {
    asked.add(variable(PREFIX + name));
    return config.getOptionalValue(PREFIX + name, String.class).filter(value -> !value.isBlank());
  }

  /** The name of the environment variable that sets the property, as MicroProfile Config has it. */
  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  /** Whether a setting of this name was asked for until now. */
  boolean isKnown(String name) {
    return asked.contains(variable(name));
  }

  /** What is set with our prefix, and nothing has asked for until now. */
  List<String> unasked() {
    return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
        .filter(name -> variable(name).startsWith(variable(PREFIX)))
        .filter(name -> !isKnown(name) && !OF_OTHERS.matcher(variable(name)).matches())
        .sorted()
        .toList();
  }

  /** A secret that must be there. */
  String secret(String name, int min) {
    return secretIfSet(name, min)
        .orElseThrow(() -> new WrongSetting(PREFIX + name, "is not set; choose one"));
  }

  Optional<String> secretIfSet(String name, int min) {
    Optional<String> value = find(name);
    if (value.filter(text -> text.length() < min).isPresent()) {
      throw new WrongSetting(PREFIX + name, "is shorter than " + min + " characters");
    }
    return value;
  }

  /** The parts of a text that commas separate. */
  List<String> list(String name) {
    return find(name).stream()
        .flatMap(list -> Stream.of(list.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  Path folder(String name, String fallback) {
    return Path.of(text(name, fallback)).toAbsolutePath();
  }

  /** Whether the text is the other of the two that it may be. */
  boolean isOther(String name, String usual, String other) {
    String value = text(name, usual);
    if (value.equals(usual) || value.equals(other)) {
      return value.equals(other);
    }
    throw new WrongSetting(PREFIX + name, "'" + value + "' is neither " + usual + " nor " + other);
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

  /** A part of the whole: 0 is nothing and 1 all. */
  double fraction(String name, String fallback) {
    String value = text(name, fallback);
    try {
      double fraction = Double.parseDouble(value);
      if (fraction >= 0 && fraction <= 1) {
        return fraction;
      }
    } catch (NumberFormatException e) {
      throw new WrongSetting(PREFIX + name, "'" + value + "' is not a number like 0.1", e);
    }
    throw new WrongSetting(PREFIX + name, value + " is not between 0 and 1");
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

  /** A duration that is not longer than this. */
  Duration duration(String name, String fallback, Duration max) {
    Duration duration = duration(name, fallback);
    if (duration.compareTo(max) > 0) {
      throw new WrongSetting(PREFIX + name, duration + " is longer than " + max);
    }
    return duration;
  }

  URI url(String name, String fallback) {
    return address(name, text(name, fallback));
  }

  Optional<URI> urlIfSet(String name) {
    return find(name).map(value -> address(name, value));
  }

  private static URI address(String name, String value) {
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
