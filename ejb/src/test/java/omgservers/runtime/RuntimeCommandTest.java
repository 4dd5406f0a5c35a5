package omgservers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonString;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;

class RuntimeCommandTest {
  /** A profile with so many characters as JSON. */
  private record Profile(int length) implements JsonString {
    @Override
    public ValueType getValueType() {
      return ValueType.STRING;
    }

    @Override
    public String getString() {
      return "x".repeat(length - 2);
    }

    @Override
    public CharSequence getChars() {
      return getString();
    }

    @Override
    public String toString() {
      return '"' + getString() + '"';
    }
  }

  @Test
  void takesAProfileUpToTheLimit() {
    Profile longest = new Profile(RuntimeCommand.PROFILE_MAX);
    assertThatCode(() -> RuntimeCommand.requireShort("profile", longest))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAProfileOverTheLimitAndNamesTheField() {
    Profile longer = new Profile(RuntimeCommand.PROFILE_MAX + 1);
    assertThatThrownBy(() -> RuntimeCommand.requireShort("profile", longer))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).contains("profile"));
  }
}
