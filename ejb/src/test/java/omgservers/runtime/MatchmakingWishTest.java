package omgservers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import omgservers.shared.platform.Fields;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchmakingWishTest {
  private static RuntimeCommand.RequestMatchmaking read(String more) {
    String body = "{\"client_id\":\"1\",\"mode\":\"duel\"" + more + "}";
    return MatchmakingWish.read(new Fields("body", Json.value(body).asJsonObject()));
  }

  private static void refuses(String more, String field) {
    assertThatThrownBy(() -> read(more))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).contains(field));
  }

  @Test
  void takesAttributesAndAParty() {
    RuntimeCommand.RequestMatchmaking wish =
        read(",\"attributes\":{\"skill\":3,\"latency\":{\"eu\":20}},\"party\":[\"2\",\"3\"]");
    assertThat(wish.party()).containsExactly(2L, 3L);
    assertThat(wish.attributes().asJsonObject().getInt("skill")).isEqualTo(3);
  }

  @Test
  void refusesAMegabyteOfAttributesInOneAndInMany() {
    refuses(",\"attributes\":{\"name\":\"" + "x".repeat(1_000_000) + "\"}", "body.attributes");
    String many =
        LongStream.range(0, 100_000)
            .mapToObj("\"a%d\":1"::formatted)
            .collect(Collectors.joining(","));
    refuses(",\"attributes\":{" + many + "}", "body.attributes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "true", "null", "[1]", "{\"deep\":1}"})
  void refusesWhatIsNoNumberThatCanBeCompared(String value) {
    refuses(",\"attributes\":{\"skill\":" + value + "}", "body.attributes.skill");
  }

  @Test
  void refusesAPartyThatIsTooLargeOrNamesSomebodyTwice() {
    String many =
        LongStream.range(2, 66).mapToObj("\"%d\""::formatted).collect(Collectors.joining(","));
    refuses(",\"party\":[" + many + "]", "body.party");
    refuses(",\"party\":[\"2\",\"2\"]", "body.party");
    refuses(",\"party\":[\"1\"]", "body.party");
  }
}
