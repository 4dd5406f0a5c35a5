package omgservers.shared.platform;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The settings of traces: who collects them, and how many there are. */
public abstract class TraceSettings extends MoveSettings {
  private static final String HEADERS = "traces.headers";
  private static final String USUAL_RATIO = "0.1";
  private static final int WAITING_MIN = 64;
  private static final int WAITING_MAX = 100_000;

  TraceSettings(Config config) {
    super(config);
  }

  /**
   * The base address of who collects traces by OTLP over HTTP, such as <code>http://127.0.0.1:4318
   * </code>; without it there are none.
   */
  public Optional<URI> tracesEndpoint() {
    Optional<URI> endpoint = urlIfSet("traces.endpoint");
    if (endpoint.filter(TraceSettings::saysMore).isPresent()) {
      throw new WrongSetting(
          PREFIX + "traces.endpoint", "has a user, a query or a fragment; only a path may follow");
    }
    return endpoint;
  }

  private static boolean saysMore(URI address) {
    return address.getRawUserInfo() != null
        || address.getRawQuery() != null
        || address.getRawFragment() != null;
  }

  /** Which part of all requests, and of all work that nobody waits for, is traced. */
  public double tracesRatio() {
    return fraction("traces.ratio", USUAL_RATIO);
  }

  /**
   * What is sent to the collector as headers, such as <code>Authorization=Basic%20…</code>; several
   * with commas, and what has a meaning here percent-encoded.
   */
  public Map<String, String> tracesHeaders() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String pair : secretIfSet(HEADERS, 1).orElse("").split(",", -1)) {
      if (!pair.isBlank()) {
        int end = pair.indexOf('=');
        if (end < 1) {
          throw new WrongSetting(PREFIX + HEADERS, "is not like name=value,name=value");
        }
        headers.put(pair.substring(0, end).strip(), value(pair.substring(end + 1).strip()));
      }
    }
    return headers;
  }

  private static String value(String encoded) {
    try {
      return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(PREFIX + HEADERS, "has a % that begins no encoded character");
    }
  }

  /** What the installation is called in traces. */
  public String tracesService() {
    return text("traces.service", "omgservers");
  }

  /** So many parts of traces wait for the collector; what comes when they do is lost. */
  public int tracesWaiting() {
    return number("traces.waiting", 4_096, WAITING_MIN, WAITING_MAX);
  }

  /** Reads all of these; a wrong one is an error, which does not tell what is secret. */
  void checkTraces() {
    tracesEndpoint();
    tracesRatio();
    tracesService();
    tracesWaiting();
    HttpRequest.Builder request = HttpRequest.newBuilder();
    for (Map.Entry<String, String> header : tracesHeaders().entrySet()) {
      try {
        request.setHeader(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw new WrongSetting(PREFIX + HEADERS, "has a header that cannot be sent");
      }
    }
  }
}
