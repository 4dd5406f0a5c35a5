package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SealTest {
  private final Seal seal = new Seal("s".repeat(32));

  @Test
  void opensWhatItClosed() {
    String sealed = seal.close("the key", "id");
    assertThat(Seal.isSealed(sealed)).isTrue();
    assertThat(sealed).doesNotContain("the key");
    assertThat(seal.open(sealed, "id")).contains("the key");
  }

  /** As after a restart: the salt of the text is another one than that of the seal. */
  @Test
  void opensWhatAnotherOneOfTheSameSecretClosed() {
    String sealed = new Seal("s".repeat(32)).close("the key", "id");
    seal.close("another key", "other");
    assertThat(seal.open(sealed, "id")).contains("the key");
  }

  @Test
  void opensNothingWithAnotherSecretOrUnderAnotherName() {
    String sealed = seal.close("the key", "id");
    assertThat(new Seal("t".repeat(32)).open(sealed, "id")).isEmpty();
    assertThat(seal.open(sealed, "other")).isEmpty();
  }

  @Test
  void closesTheSameDifferentlyEachTime() {
    assertThat(seal.close("the key", "id")).isNotEqualTo(seal.close("the key", "id"));
  }

  @Test
  void knowsWhatIsNotSealed() {
    assertThat(Seal.isSealed("MIIEvQIBADANBgkqhkiG9w0BAQ")).isFalse();
  }
}
