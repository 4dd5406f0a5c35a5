package omgservers.shared.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.JsonWriterFactory;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.regex.Pattern;

/** The texts of the console with values in them, and how states look. */
@Named
@ApplicationScoped
public class Words {
  /** The bundle that holds all texts. */
  static final String BUNDLE = "omgservers.console";

  private static final JsonWriterFactory PRETTY =
      Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true));

  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 3_600_000;

  private static final Set<String> GOOD =
      Set.of("ACTIVE", "READY", "OPEN", "HEALTHY", "SUCCEEDED", "PLAYING");
  private static final Set<String> UNDER_WAY =
      Set.of(
          "PENDING", "STARTING", "DRAINING", "CLOSING", "DELETING", "QUEUED", "RUNNING", "SEEKING");
  private static final Set<String> BAD =
      Set.of("FAILED", "UNHEALTHY", "DEGRADED", "DISABLED", "LOST", "UNREACHABLE");

  /** The text of this key; places like {0} are filled with the values. */
  public String of(String key, Object... values) {
    String text = ResourceBundle.getBundle(BUNDLE, Locale.ENGLISH).getString(key);
    return values.length == 0 ? text : new MessageFormat(text, Locale.ENGLISH).format(values);
  }

  /** How a state looks: good, busy, bad or calm. */
  public String tone(Object state) {
    String name = String.valueOf(state).toUpperCase(Locale.ROOT);
    if (GOOD.contains(name)) {
      return "good";
    }
    if (UNDER_WAY.contains(name)) {
      return "busy";
    }
    return BAD.contains(name) ? "bad" : "calm";
  }

  /** A time in milliseconds as people read it; a dash for none. */
  public String span(Number millis) {
    if (millis == null) {
      return "\u2013";
    }
    long all = Math.round(millis.doubleValue());
    if (all < SECOND) {
      return all + " ms";
    }
    if (all < MINUTE) {
      return String.format(Locale.ENGLISH, "%.1f s", all / (double) SECOND);
    }
    return all < HOUR
        ? "%d min %d s".formatted(all / MINUTE, all % MINUTE / SECOND)
        : "%d h %d min".formatted(all / HOUR, all % HOUR / MINUTE);
  }

  /** A number with few digits; a dash for none. */
  public String figure(Number value) {
    return value == null
        ? "\u2013"
        : new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ENGLISH)).format(value);
  }

  /** What a game server wrote, without what colours a terminal; null stays null. */
  public String clean(String text) {
    return text == null ? null : COLOURS.matcher(text).replaceAll("");
  }

  /** A state or another constant as people read it. */
  public String plain(Object constant) {
    return String.valueOf(constant).toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** JSON as people read it. */
  public static String json(JsonValue value) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = PRETTY.createWriter(text)) {
      writer.write(value);
    }
    return text.toString().strip();
  }
}
