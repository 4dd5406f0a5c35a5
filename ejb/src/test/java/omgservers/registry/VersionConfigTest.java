package omgservers.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omgservers.shared.platform.Json;
import org.junit.jupiter.api.Test;

class VersionConfigTest {
  private static VersionConfig config(int min, int max, VersionConfig.Group... groups) {
    return new VersionConfig(
        null, List.of(VersionConfig.Mode.plain("duel", min, max, List.of(groups))), null);
  }

  private static VersionConfig.Group group(String name, int min, int max) {
    return new VersionConfig.Group(name, min, max);
  }

  @Test
  void hasNoFaultsWhenAMatchCanBeFormed() {
    assertThat(config(2, 2, group("a", 1, 1), group("b", 1, 1)).faults()).isEmpty();
    assertThat(config(1, 32, group("players", 1, 32)).faults()).isEmpty();
  }

  @Test
  void saysThatTheGroupsNeedMoreThanTheMatchHolds() {
    assertThat(config(2, 4, group("a", 3, 3), group("b", 3, 3)).faults())
        .containsExactly("mode 'duel': the groups need 6 players, max_players is 4");
  }

  @Test
  void saysThatTheGroupsHoldFewerThanTheMatchNeeds() {
    assertThat(config(5, 8, group("a", 1, 2)).faults())
        .containsExactly("mode 'duel': the groups hold 2 players, min_players is 5");
  }

  @Test
  void saysThatAMinimumIsMoreThanItsMaximum() {
    assertThat(config(2, 4, group("a", 3, 2)).faults())
        .contains("mode 'duel': group 'a': min_players 3 is more than max_players 2");
    assertThat(config(4, 2, group("a", 1, 4)).faults())
        .contains("mode 'duel': min_players 4 is more than max_players 2");
  }

  @Test
  void saysThatANameIsUsedTwice() {
    assertThat(config(2, 2, group("a", 1, 1), group("a", 1, 1)).faults())
        .containsExactly("mode 'duel': there are two groups named 'a'");
    VersionConfig.Mode mode = VersionConfig.Mode.plain("m", 1, 1, List.of(group("a", 1, 1)));
    assertThat(new VersionConfig("V1", List.of(mode, mode), null).faults())
        .containsExactly("modes: there are two named 'm'");
  }

  @Test
  void saysThatTheFormatIsUnknown() {
    VersionConfig.Mode mode = VersionConfig.Mode.plain("m", 1, 1, List.of(group("a", 1, 1)));
    assertThat(new VersionConfig("V9", List.of(mode), null).faults())
        .containsExactly("version: 'V9' is not V1");
  }

  private static List<String> faults(String json) {
    return Json.read(
            """
            {"modes":[{"name":"m","min_players":2,"max_players":4,
              "groups":[{"name":"a","min_players":0,"max_players":4}],%s}]}
            """
                .formatted(json),
            VersionConfig.class)
        .faults();
  }

  private static List<String> ruleFaults(String json) {
    return faults("\"rules\":[%s]".formatted(json));
  }

  @Test
  void acceptsAllThatAModeCanSay() {
    assertThat(
            faults(
                """
                "hold_seconds":10,"ticket_timeout_seconds":60,"party_size_max":4,"rules":[
                  {"kind":"DISTANCE","attribute":"skill","max":100,"otherwise":1500,
                   "widen":[{"after_seconds":10,"max":200},{"after_seconds":30}]},
                  {"kind":"EQUAL","attribute":"map","otherwise":"any","widen":[{"after_seconds":9}]},
                  {"kind":"LATENCY","max":80,"regions":["eu","us"],
                   "widen":[{"after_seconds":5,"max":120.5}]},
                  {"kind":"REMATCH","minutes":10,
                   "widen":[{"after_seconds":20,"minutes":2},{"after_seconds":40}]}]
                """))
        .isEmpty();
  }

  @Test
  void refusesAWideningThatNarrows() {
    assertThat(
            ruleFaults(
                """
                {"kind":"DISTANCE","attribute":"skill","max":100,
                 "widen":[{"after_seconds":10,"max":50}]}
                """))
        .containsExactly("mode 'm': rules[0]: widen: max 50.0 after 100.0 does not widen it");
    assertThat(
            ruleFaults(
                """
                {"kind":"REMATCH","minutes":5,"widen":[{"after_seconds":10,"minutes":6}]}
                """))
        .containsExactly("mode 'm': rules[0]: widen: minutes 6 after 5 do not widen it");
    assertThat(
            ruleFaults(
                """
                {"kind":"DISTANCE","attribute":"skill","max":100,
                 "widen":[{"after_seconds":10},{"after_seconds":5}]}
                """))
        .hasSize(2);
  }

  @Test
  void refusesRulesThatMakeNoSense() {
    assertThat(ruleFaults("{\"kind\":\"DISTANCE\",\"max\":1}").toString())
        .contains("attribute: DISTANCE needs a name");
    assertThat(ruleFaults("{\"kind\":\"DISTANCE\",\"attribute\":\"skill\"}"))
        .containsExactly("mode 'm': rules[0]: max: DISTANCE needs a number");
    assertThat(ruleFaults("{\"kind\":\"DISTANCE\",\"attribute\":\"latency\",\"max\":1}").toString())
        .contains("'latency' is for rules of the kind LATENCY");
    assertThat(
            ruleFaults(
                "{\"kind\":\"EQUAL\",\"attribute\":\"a\"},{\"kind\":\"EQUAL\",\"attribute\":\"a\"}"))
        .containsExactly("mode 'm': rules[1]: there are two rules about 'a'");
    assertThat(ruleFaults("{\"kind\":\"LATENCY\",\"max\":1,\"regions\":[\"eu\",\"eu\"]}"))
        .containsExactly("mode 'm': rules[0]: regions: there is one twice");
    assertThat(ruleFaults("{\"kind\":\"LATENCY\",\"max\":1}"))
        .containsExactly("mode 'm': rules[0]: regions: LATENCY needs one at least");
    assertThat(ruleFaults("{\"kind\":\"EQUAL\",\"attribute\":\"a\",\"max\":3}"))
        .containsExactly("mode 'm': rules[0]: max: EQUAL has none");
    assertThat(
            ruleFaults("{\"kind\":\"DISTANCE\",\"attribute\":\"a\",\"max\":3,\"otherwise\":\"x\"}"))
        .containsExactly("mode 'm': rules[0]: otherwise must be a number");
  }

  @Test
  void refusesPartiesAndTimesThatCannotWork() {
    assertThat(faults("\"party_size_max\":5"))
        .containsExactly("mode 'm': party_size_max 5 is more than a group holds, 4");
    assertThat(faults("\"hold_seconds\":60,\"ticket_timeout_seconds\":60"))
        .containsExactly("mode 'm': hold_seconds 60 is not less than ticket_timeout_seconds 60");
  }

  @Test
  void writesOldConfigurationsAsTheyWere() {
    String json =
        """
        {"version":"V1","modes":[{"name":"m","min_players":1,"max_players":2,\
        "groups":[{"name":"a","min_players":1,"max_players":2}]}],"user_data":null}""";
    VersionConfig config = Json.read(json, VersionConfig.class);
    assertThat(Json.value(Json.write(config))).isEqualTo(Json.value(json));
  }
}
