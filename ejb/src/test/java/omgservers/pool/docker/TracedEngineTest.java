package omgservers.pool.docker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracedEngineTest {
  @ParameterizedTest
  @CsvSource({
    "/_ping,/_ping",
    "/v1.43/containers/json?all=true&filters=hidden,/containers/json",
    "/containers/create?name=hidden,/containers/create",
    "/containers/hidden/start,/containers/{id}/start",
    "/containers/hidden?force=true,/containers/{id}",
    "/images/hidden/duel:1/json,/images/{id}/json",
    "/images/create?fromImage=hidden,/images/create",
    "/images/registry.example:5000/hidden/duel/json,/images/{id}/json"
  })
  void namesCallsByWhatTheyDoAndNotByWhatTo(String path, String template) {
    assertThat(TracedEngine.template(path)).isEqualTo(template);
  }
}
