package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretsTest {
  @Test
  void recognisesGeneratedAndChosenPasswords() {
    String generated = Secrets.hashGenerated("one");
    String chosen = Secrets.hashChosen("two");
    assertThat(Secrets.matchesSlowly("one", generated)).isTrue();
    assertThat(Secrets.matchesSlowly("two", generated)).isFalse();
    assertThat(Secrets.matchesSlowly("two", chosen)).isTrue();
    assertThat(Secrets.matchesSlowly("one", chosen)).isFalse();
    assertThat(Secrets.matchesSlowly("one", Secrets.NOBODY)).isFalse();
  }
}
