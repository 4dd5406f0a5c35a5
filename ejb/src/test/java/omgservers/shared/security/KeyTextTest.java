package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyTextTest {
  @Test
  void isReadAsItWasWritten() {
    for (long id : new long[] {0, 1, 251330457012551680L, Long.MAX_VALUE}) {
      KeyText made = KeyText.make(id);
      assertThat(made.text()).startsWith("omg_").hasSizeLessThanOrEqualTo(64);
      assertThat(KeyText.parse(made.text())).contains(made);
    }
  }

  @Test
  void isRandom() {
    assertThat(KeyText.make(1)).isNotEqualTo(KeyText.make(1));
  }

  @Test
  void isNothingElse() {
    String random = "r".repeat(32);
    assertThat(KeyText.parse("a password")).isEmpty();
    assertThat(KeyText.parse("omg_1_" + random)).isPresent();
    assertThat(KeyText.parse("omg_1_" + random + "r")).isEmpty();
    assertThat(KeyText.parse("omg__" + random)).isEmpty();
    assertThat(KeyText.parse("omg_zzzzzzzzzzzzz_" + random)).isEmpty();
  }
}
