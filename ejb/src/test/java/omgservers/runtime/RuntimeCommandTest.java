package omgservers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonString;
import omgservers.shared.platform.Fields;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeCommandTest {
  private static final int PROFILE_MAX = 100;

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
    Profile longest = new Profile(PROFILE_MAX);
    assertThatCode(() -> RuntimeCommand.requireShort("profile", longest, PROFILE_MAX))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesAProfileOverTheLimitAndNamesTheField() {
    Profile longer = new Profile(PROFILE_MAX + 1);
    assertThatThrownBy(() -> RuntimeCommand.requireShort("profile", longer, PROFILE_MAX))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).contains("profile"));
  }

  private static RuntimeCommand read(String qualifier, String body) {
    Fields fields = new Fields("body", Json.value(body).asJsonObject());
    return RuntimeCommand.of(qualifier, fields, PROFILE_MAX);
  }

  @Test
  void answersOnlyWhoStatesTheVersionOfAProfile() {
    String plain = "{\"client_id\":7,\"profile\":{\"a\":1.50}}";
    assertThat(read("SET_PROFILE", plain))
        .isInstanceOfSatisfying(
            RuntimeCommand.SetProfile.class,
            set -> assertThat(set.profile().toString()).isEqualTo("{\"a\":1.50}"));
    assertThat(read("SET_PROFILE", plain.replace("}}", "},\"version\":3}")))
        .isInstanceOfSatisfying(
            RuntimeCommand.AskProfile.class, ask -> assertThat(ask.version()).isEqualTo(3));
    assertThat(read("PATCH_PROFILE", "{\"client_id\":\"7\",\"patch\":{\"a\":null}}"))
        .isInstanceOfSatisfying(
            RuntimeCommand.AskProfile.class, ask -> assertThat(ask.version()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"1\"", "99999999999", "[]"})
  void namesAVersionThatIsNone(String version) {
    String body = "{\"client_id\":7,\"patch\":{},\"version\":" + version + "}";
    assertThatThrownBy(() -> read("PATCH_PROFILE", body))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.field()).contains("body.version"));
  }
}
