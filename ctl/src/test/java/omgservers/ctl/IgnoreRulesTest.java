package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of Docker, by the examples of its documentation and by its tests. */
class IgnoreRulesTest {
  @ParameterizedTest
  @CsvSource({
    "*/temp*, dir/temporary.txt, true",
    "*/temp*, dir/sub/temporary.txt, false",
    "*/*/temp*, dir/sub/temporary.txt, true",
    "temp?, tempa, true",
    "temp?, tempab, false",
    "**/*.go, main.go, true",
    "**/*.go, deep/down/main.go, true",
    "**/*.go, deep/down/main.got, false",
    "target, target/classes/A.class, true",
    "target, other/target, false",
    "**/target, other/target/x, true",
    "target/, target/x, true",
    "/foo/bar, foo/bar, true",
    "foo/bar, foo/bar/baz, true",
    "./foo, foo, true",
    "foo/../bar, bar, true",
    "a[b-d]e, ace, true",
    "a[^b-d]e, ace, false",
    "a.b, axb, false",
    "abc.def, abc.def, true",
    "foo/**, foo/bar/baz, true",
    "foo/**, foo, false",
    "**, anything/at/all, true"
  })
  void leavesOutWhatMatches(String rule, String path, boolean out) {
    assertThat(IgnoreRules.of(List.of(rule)).leavesOut(path)).as(rule + " " + path).isEqualTo(out);
  }

  @Test
  void letsLaterLinesOverruleEarlierOnes() {
    IgnoreRules rules =
        IgnoreRules.of(List.of("# a comment", "", "*.md", "!README*.md", "README-secret.md"));
    assertThat(rules.leavesOut("other.md")).isTrue();
    assertThat(rules.leavesOut("README.md")).isFalse();
    assertThat(rules.leavesOut("README-secret.md")).isTrue();
    assertThat(rules.leavesOut("# a comment")).isFalse();
    assertThat(rules.takesBack()).isTrue();
  }
}
