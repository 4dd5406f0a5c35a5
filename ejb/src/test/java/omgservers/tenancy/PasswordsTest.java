package omgservers.tenancy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.KeyText;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static void choose(String password) {
    Passwords.requireGood("fresh", password, List.of("administrator"));
  }

  @Test
  void allowsWhatIsLongEnoughAndNotTooLong() {
    assertThatCode(() -> choose("p".repeat(12))).doesNotThrowAnyException();
    assertThatCode(() -> choose("p".repeat(128))).doesNotThrowAnyException();
    assertThatThrownBy(() -> choose("p".repeat(11))).hasMessageStartingWith("fresh must have");
    assertThatThrownBy(() -> choose("p".repeat(129))).isInstanceOf(Refusal.class);
  }

  @Test
  void refusesTheNameOfTheAccountAndWhatLooksLikeAKey() {
    assertThatThrownBy(() -> choose("Administrator")).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> choose(KeyText.make(1).text())).isInstanceOf(Refusal.class);
  }
}
