package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A comparison of rules, as people see it. */
class SimulationTest {
  private static final String RESULT =
      """
      {"tickets":40,"matched":%d,"expired":0,"starved":%d,"matches":%d,
       "p50":500,"p95":1500,"p99":null,"longest_ms":61000,"fill":1.0,"spread":null,
       "waits":[{"up_to_ms":1000,"tickets":%d},{"up_to_ms":null,"tickets":4}]}
      """;

  @Test
  void showsBothSidesAndAChartOfWaits() throws IOException {
    String before = RESULT.formatted(20, 20, 10, 12);
    String after = RESULT.formatted(40, 0, 20, 24);
    String text = "{\"before\":%s,\"after\":%s}".formatted(before, after);
    assertThat(MatchmakingNouns.lines(Api.JSON.readTree(text)))
        .containsExactly(
            "              BEFORE                          AFTER",
            "tickets       40                              40",
            "matched       20                              40",
            "expired       0                               0",
            "starved       20                              0",
            "matches       10                              20",
            "wait p50      0.50 s                          0.50 s",
            "wait p95      1.50 s                          1.50 s",
            "wait p99      -                               -",
            "wait longest  61.00 s                         61.00 s",
            "fill          1.00                            1.00",
            "spread        -                               -",
            "",
            "waited up to  BEFORE                          AFTER",
            "1.00 s        ############ 12                 ######################## 24",
            "longer        #### 4                          #### 4");
  }
}
