package omgservers.shared.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestFiguresTest {
  @ParameterizedTest
  @CsvSource({
    "/service/v1/entrypoint/player/request/create-user, player",
    "/service/v1/entrypoint/docker/request/token, docker",
    "/service/v1/entrypoint/somebody/request/create-user, other",
    "/service/v1/entrypoint, other",
    "/api/v1/tenants/acme, api",
    "/console/overview, console",
    "/connector/v1/entrypoint/websocket/endpoint, connector",
    "/ready, health",
    "/.env, other",
    "/, other",
    "'', other",
  })
  void knowAFixedSetOfDoors(String path, String door) {
    assertThat(RequestFigures.door(path)).isEqualTo(door);
  }

  @Test
  void countPathsThatCallersInventUnderOneName() {
    RequestFigures figures = new RequestFigures();
    for (int i = 0; i < 1_000; i++) {
      figures.answered("/" + i, 404);
      figures.took("/" + i, 1_000);
    }
    CounterSnapshot answered = (CounterSnapshot) figures.collect().get(1);
    assertThat(answered.getDataPoints()).hasSize(1);
    assertThat(answered.getDataPoints().get(0).getValue()).isEqualTo(1_000);
    HistogramSnapshot took = (HistogramSnapshot) figures.collect().get(0);
    assertThat(took.getDataPoints()).hasSize(1);
    assertThat(took.getDataPoints().get(0).getCount()).isEqualTo(1_000);
  }
}
