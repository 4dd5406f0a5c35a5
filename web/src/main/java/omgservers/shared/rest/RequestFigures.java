package omgservers.shared.rest;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Requests by door and status. Whoever calls invents paths, so there is a fixed set of doors. */
@ApplicationScoped
public class RequestFigures implements MultiCollector {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();
  private static final String DOOR = "door";

  /** Who calls the public protocol, as its paths name them. */
  private static final Set<String> PROTOCOL =
      Set.of("player", "runtime", "developer", "support", "admin", "docker", "registry");

  /** By the first part of the path. */
  private static final Map<String, String> DOORS =
      Map.of(
          "api", "api",
          "console", "console",
          "connector", "connector",
          "dispatcher", "dispatcher",
          "channel", "channel",
          "ready", "health",
          "live", "health");

  private static final int PROTOCOL_PART = 4;

  private final Counter answered =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_http_requests_total")
          .help("Requests that were answered, by door and status.")
          .labelNames(DOOR, "status")
          .build();
  private final Histogram took =
      Histogram.builder()
          .withoutExemplars()
          .name("omgservers_http_request_seconds")
          .help("How long answers took; those that are held back on purpose are left out.")
          .labelNames(DOOR)
          .classicOnly()
          .build();

  /** A request to the path was answered. */
  public void answered(String path, int status) {
    answered.labelValues(door(path), Integer.toString(status)).inc();
  }

  /** The answer took so long, and nobody held it back. */
  public void took(String path, long nanos) {
    took.labelValues(door(path)).observe(nanos / NANOS);
  }

  /** The door that the path leads to. */
  static String door(String path) {
    String[] parts = path.split("/", PROTOCOL_PART + 2);
    if (parts.length > PROTOCOL_PART && path.startsWith(Entrypoints.PATH + "/")) {
      String who = parts[PROTOCOL_PART].toLowerCase(Locale.ROOT);
      return PROTOCOL.contains(who) ? who : "other";
    }
    return parts.length > 1 ? DOORS.getOrDefault(parts[1], "other") : "other";
  }

  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(answered.collect(), took.collect());
  }
}
