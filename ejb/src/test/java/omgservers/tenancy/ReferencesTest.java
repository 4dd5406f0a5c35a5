package omgservers.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "12345", "9223372036854775807", "99999999999999999999"})
  void refusesANameThatWouldBeTakenForAnId(String name) {
    assertThatThrownBy(() -> References.requireName(name))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.qualifier()).isEqualTo(Qualifier.WRONG_ARGUMENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "-a", ".a", "a/b", "ä"})
  void refusesANameThatNeedsEscaping(String name) {
    assertThatThrownBy(() -> References.requireName(name)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1a", "studio-1", "live.eu_west"})
  void takesAnyOtherName(String name) {
    assertThatCode(() -> References.requireName(name)).doesNotThrowAnyException();
  }

  @Test
  void knowsIdsByTheirDigits() {
    assertThat(References.id("42")).contains(42L);
    assertThat(References.id("studio")).isEmpty();
    assertThat(References.id("99999999999999999999")).isEmpty();
  }
}
