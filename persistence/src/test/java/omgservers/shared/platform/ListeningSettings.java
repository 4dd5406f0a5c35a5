package omgservers.shared.platform;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The settings of an installation that configures nothing, and what they were asked to read. */
final class ListeningSettings extends Settings {
  private final List<Reading> readings = new ArrayList<>();
  private boolean inside;

  ListeningSettings() {
    super(new SmallRyeConfigBuilder().build());
  }

  /** A setting by its name without our prefix, with what it may be and what it is otherwise. */
  record Reading(String name, String kind, String usual, String bounds) {}

  /** What was read since this was asked last. */
  List<Reading> heard() {
    List<Reading> heard = List.copyOf(readings);
    readings.clear();
    return heard;
  }

  /** One kind of reading uses others: the outer one knows the bounds. */
  private <T> T hear(Reading reading, Supplier<T> read) {
    if (inside) {
      return read.get();
    }
    readings.add(reading);
    inside = true;
    try {
      return read.get();
    } finally {
      inside = false;
    }
  }

  @Override
  String text(String name, String fallback) {
    return hear(new Reading(name, "text", fallback, ""), () -> super.text(name, fallback));
  }

  @Override
  Optional<String> find(String name) {
    return hear(new Reading(name, "text", "", ""), () -> super.find(name));
  }

  /** Nobody has a secret here, and the first start needs some. */
  @Override
  String secret(String name, int min) {
    return hear(new Reading(name, "secret", "must be set", from(min)), () -> "x".repeat(min));
  }

  @Override
  Optional<String> secretIfSet(String name, int min) {
    return hear(new Reading(name, "secret", "", from(min)), () -> super.secretIfSet(name, min));
  }

  private static String from(int min) {
    return "from " + min + " characters";
  }

  @Override
  List<String> list(String name) {
    return hear(new Reading(name, "texts, with commas", "", ""), () -> super.list(name));
  }

  @Override
  Path folder(String name, String fallback) {
    return hear(new Reading(name, "folder", fallback, ""), () -> super.folder(name, fallback));
  }

  @Override
  boolean isOther(String name, String usual, String other) {
    return hear(
        new Reading(name, "word", usual, "`" + usual + "`, `" + other + "`"),
        () -> super.isOther(name, usual, other));
  }

  @Override
  int number(String name, int fallback, int min, int max) {
    return hear(
        new Reading(name, "whole number", Integer.toString(fallback), min + " to " + max),
        () -> super.number(name, fallback, min, max));
  }

  @Override
  double fraction(String name, String fallback) {
    return hear(
        new Reading(name, "number", fallback, "0 to 1"), () -> super.fraction(name, fallback));
  }

  @Override
  boolean flag(String name, boolean fallback) {
    return hear(
        new Reading(name, "word", Boolean.toString(fallback), "`true`, `false`"),
        () -> super.flag(name, fallback));
  }

  @Override
  Duration duration(String name, String fallback) {
    return hear(
        new Reading(name, "duration", fallback, "more than 0"),
        () -> super.duration(name, fallback));
  }

  @Override
  Duration duration(String name, String fallback, Duration max) {
    return hear(
        new Reading(name, "duration", fallback, "up to " + days(max)),
        () -> super.duration(name, fallback, max));
  }

  private static String days(Duration duration) {
    boolean whole = duration.equals(Duration.ofDays(duration.toDays()));
    return whole ? "P" + duration.toDays() + "D" : duration.toString();
  }

  @Override
  URI url(String name, String fallback) {
    return hear(new Reading(name, "address", fallback, WEB), () -> super.url(name, fallback));
  }

  @Override
  Optional<URI> urlIfSet(String name) {
    return hear(new Reading(name, "address", "", WEB), () -> super.urlIfSet(name));
  }

  private static final String WEB = "`http` or `https`";
}
