package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatheredTest {
  private final Gathered gathered = new Gathered();
  private final List<List<String>> statements = new ArrayList<>();

  private void add(String kind, String row) {
    gathered.add(kind, row, statements::add);
  }

  @Test
  void writesAtOnceWhatIsNotWorkedOnTogether() {
    add("x", "1");
    add("x", "2");
    assertThat(statements).containsExactly(List.of("1"), List.of("2"));
  }

  @Test
  void writesRowsOfAKindTogetherInTheirOrder() {
    gathered.together(
        () -> {
          add("x", "1");
          add("y", "a");
          gathered.together(() -> add("x", "2"));
          assertThat(statements).isEmpty();
        });
    assertThat(statements).containsExactly(List.of("1", "2"), List.of("a"));
  }

  @Test
  void writesEarlierForWhoHasToSeeIt() {
    gathered.together(
        () -> {
          add("x", "1");
          gathered.flush();
          add("x", "2");
        });
    assertThat(statements).containsExactly(List.of("1"), List.of("2"));
  }

  @Test
  void writesNothingOfWorkThatFails() {
    assertThatThrownBy(
            () ->
                gathered.together(
                    () -> {
                      add("x", "1");
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");
    assertThat(statements).isEmpty();
    gathered.together(() -> add("x", "2"));
    assertThat(statements).containsExactly(List.of("2"));
  }

  @Test
  void tellsWhatWasReadAheadFromWhatNobodyAskedFor() {
    gathered.know("seat", null);
    assertThat(gathered.known("seat")).isEmpty();
    assertThat(gathered.known("other")).isNull();
  }
}
