package omgservers.shared.ws;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sockets and what goes over them, by door: connector, dispatcher, channel. */
final class SocketFigures {
  private static final String DOOR = "door";

  private final Gauge open =
      Gauge.builder()
          .withoutExemplars()
          .name("omgservers_sockets")
          .help("WebSockets that are open.")
          .labelNames(DOOR)
          .build();
  private final Counter in =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_socket_messages_in_total")
          .help("Messages that came over WebSockets.")
          .labelNames(DOOR)
          .build();
  private final Counter out =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_socket_messages_out_total")
          .help("Messages that were given to WebSockets.")
          .labelNames(DOOR)
          .build();
  private final Counter limited =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_socket_messages_limited_total")
          .help("Messages that were dropped because there were too many.")
          .labelNames(DOOR)
          .build();
  private final Counter slow =
      Counter.builder()
          .withoutExemplars()
          .name("omgservers_sockets_too_slow_total")
          .help("WebSockets that were closed because too much waited for them.")
          .labelNames(DOOR)
          .build();
  private final Map<String, Door> doors = new ConcurrentHashMap<>();

  SocketFigures() {
    List.of("connector", "dispatcher", "channel").forEach(door -> door("/" + door));
  }

  /** What is counted at one door; found once for a socket, not once for a message. */
  record Door(
      GaugeDataPoint open,
      CounterDataPoint in,
      CounterDataPoint out,
      CounterDataPoint limited,
      CounterDataPoint slow) {}

  /** The door that the path leads to; there are three endpoints, so there are three. */
  Door door(String path) {
    String name = path.split("/", -1)[1];
    return doors.computeIfAbsent(
        name,
        door ->
            new Door(
                open.labelValues(door),
                in.labelValues(door),
                out.labelValues(door),
                limited.labelValues(door),
                slow.labelValues(door)));
  }

  MetricSnapshots collect() {
    return MetricSnapshots.of(
        open.collect(), in.collect(), out.collect(), limited.collect(), slow.collect());
  }
}
