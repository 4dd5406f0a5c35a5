package omgservers.matchmaking;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import org.junit.jupiter.api.Test;

class StandingsTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T12:00:00Z");

  private final Waits waits = new Waits();

  private MetricSnapshots told(int modesMax) {
    Settings settings =
        new Settings() {
          @Override
          public int metricsModes() {
            return modesMax;
          }
        };
    return new Standings(waits, new Time(), settings).collect();
  }

  private static MetricSnapshot named(MetricSnapshots told, String name) {
    return told.stream()
        .filter(each -> each.getMetadata().getPrometheusName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void boundsModesThatAreToldOneByOneAndCountsThemAllTogether() {
    for (int i = 0; i < 10; i++) {
      waits.matched(i, "mode " + i, SINCE.plusSeconds(3), SINCE);
    }
    MetricSnapshots told = told(3);
    CounterSnapshot each = (CounterSnapshot) named(told, "omgservers_matchmaking_matched");
    assertThat(each.getDataPoints()).hasSize(3);
    HistogramSnapshot all = (HistogramSnapshot) named(told, "omgservers_matchmaking_seat_seconds");
    assertThat(all.getDataPoints()).hasSize(1);
    assertThat(all.getDataPoints().get(0).getCount()).isEqualTo(10);
    assertThat(all.getDataPoints().get(0).getSum()).isEqualTo(30);
    assertThat(named(told(0), "omgservers_matchmaking_matched").getDataPoints()).isEmpty();
  }
}
