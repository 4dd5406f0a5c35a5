package omgservers.shared.tracing;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which trace, and which span in it; whether whoever sent this asks for a record. */
public record TraceContext(long high, long low, long span, boolean wanted) {
  /** The header by which it is handed on, as the W3C has it. */
  public static final String HEADER = "traceparent";

  private static final Pattern FORMAT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  private static final int VERSION = 1;
  private static final int TRACE = 2;
  private static final int SPAN = 3;
  private static final int FLAGS = 4;
  private static final int MORE = 5;
  private static final int HEX_DIGITS = 16;

  /** No sender of this version writes more than 55 characters, and no later one much more. */
  private static final int LENGTH_MAX = 256;

  /** What the header says; nothing when it is missing or malformed, as the W3C wants it. */
  public static Optional<TraceContext> parse(String header) {
    if (header == null || header.length() > LENGTH_MAX) {
      return Optional.empty();
    }
    Matcher found = FORMAT.matcher(header);
    if (!found.matches()
        || found.group(VERSION).equals("ff")
        || (found.group(VERSION).equals("00") && found.group(MORE) != null)) {
      return Optional.empty();
    }
    String trace = found.group(TRACE);
    TraceContext context =
        new TraceContext(
            HexFormat.fromHexDigitsToLong(trace, 0, HEX_DIGITS),
            HexFormat.fromHexDigitsToLong(trace, HEX_DIGITS, trace.length()),
            HexFormat.fromHexDigitsToLong(found.group(SPAN)),
            (HexFormat.fromHexDigits(found.group(FLAGS)) & 1) == 1);
    boolean named = (context.high != 0 || context.low != 0) && context.span != 0;
    return named ? Optional.of(context) : Optional.empty();
  }

  /** The first span of another trace; ids are no secrets, so they are made of cheap chance. */
  static TraceContext fresh() {
    return new TraceContext(chance(), chance(), chance(), true);
  }

  /** Another span of the same trace. */
  TraceContext beside() {
    return new TraceContext(high, low, chance(), true);
  }

  private static long chance() {
    long chance = ThreadLocalRandom.current().nextLong();
    return chance == 0 ? 1 : chance;
  }

  /** The name of the trace, by which it is looked for. */
  String trace() {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
