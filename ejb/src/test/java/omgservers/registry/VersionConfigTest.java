package omgservers.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionConfigTest {
  private static VersionConfig config(int min, int max, VersionConfig.Group... groups) {
    return new VersionConfig(
        null, List.of(new VersionConfig.Mode("duel", min, max, List.of(groups))), null);
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
    VersionConfig.Mode mode = new VersionConfig.Mode("m", 1, 1, List.of(group("a", 1, 1)));
    assertThat(new VersionConfig("V1", List.of(mode, mode), null).faults())
        .containsExactly("modes: there are two named 'm'");
  }

  @Test
  void saysThatTheFormatIsUnknown() {
    VersionConfig.Mode mode = new VersionConfig.Mode("m", 1, 1, List.of(group("a", 1, 1)));
    assertThat(new VersionConfig("V9", List.of(mode), null).faults())
        .containsExactly("version: 'V9' is not V1");
  }
}
