package omgservers.shared.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import omgservers.shared.platform.HandClock;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.platform.WrongSetting;
import omgservers.shared.security.model.SigningKey;
import omgservers.shared.security.model.SigningKeys;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of an installation as it grows old, in a real directory. */
class KeyBookTest {
  private static final Duration AGE = Duration.ofDays(90);
  private static final Duration LEAD = Duration.ofMinutes(10);

  private String secret = "a secret of thirty-two characters";
  private final TestShards shards = TestShards.get();
  private final HandClock clock = new HandClock();
  private final Settings settings =
      new Settings() {
        @Override
        public Duration keyAge() {
          return AGE;
        }

        @Override
        public Duration keyLead() {
          return LEAD;
        }

        @Override
        public Optional<String> installationSecret() {
          return Optional.ofNullable(secret);
        }
      };
  private final SigningKeys keys = new SigningKeys(shards);
  private final KeyBook book =
      new KeyBook(keys, new KeyStrongbox(keys, settings), settings, new Time(clock));

  @BeforeEach
  void begin() {
    removeAll();
    in(book::open);
  }

  private void removeAll() {
    in(
        () -> {
          keys.all().forEach(keys::remove);
          return null;
        });
  }

  private <T> T in(Supplier<T> work) {
    return shards.inTransaction(work);
  }

  private List<SigningKeys.Stamp> stamps() {
    return in(book::stamps);
  }

  /** The same keys, as an instance reads them that starts now. */
  private KeyBook afterARestart() {
    return new KeyBook(keys, new KeyStrongbox(keys, settings), settings, new Time(clock));
  }

  private List<String> kept() {
    return in(() -> keys.all().stream().map(SigningKey::privateKey).toList());
  }

  @Test
  void sealsWhatLayInTheClearAtTheNextStart() {
    removeAll();
    secret = null;
    in(afterARestart()::open);
    assertThat(kept()).isNotEmpty().allMatch(key -> key.startsWith("MII"));
    secret = "a secret of thirty-two characters";
    in(afterARestart()::open);
    List<String> sealed = kept();
    assertThat(sealed).isNotEmpty().allMatch(key -> key.startsWith("sealed1:"));
    in(afterARestart()::open);
    assertThat(kept()).isEqualTo(sealed);
    secret = null;
    assertThatThrownBy(() -> in(afterARestart()::open))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("is not set, but the keys are sealed");
    secret = "a secret of thirty-two others....";
    assertThatThrownBy(() -> in(afterARestart()::open))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("is not the one that the keys are sealed with");
  }

  @Test
  void renewsAKeyThatIsOldEnoughAndNoneBefore() {
    clock.advance(AGE.minusSeconds(1));
    assertThat(in(book::renewIfOld)).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(in(book::renewIfOld)).isTrue();
    assertThat(stamps().get(0).signsAt()).isEqualTo(clock.instant().plus(LEAD));
    assertThat(in(book::renewIfOld)).as("the next is there").isFalse();
    assertThat(stamps()).hasSize(2);
  }

  @Test
  void destroysThePrivateHalfOfAKeyWhenItsLastTokenHasEnded() {
    in(book::renew);
    clock.advance(LEAD.plus(Settings.TOKEN_LIFE_MAX).minusSeconds(1));
    forgetEnded();
    assertThat(stamps()).extracting(SigningKeys.Stamp::forgotten).containsExactly(false, false);
    clock.advance(Duration.ofSeconds(1));
    forgetEnded();
    assertThat(stamps()).extracting(SigningKeys.Stamp::forgotten).containsExactly(false, true);
    assertThat(in(() -> keys.all().get(1).certificate())).as("for the chain").isPresent();
  }

  @Test
  void keepsNoMoreOldKeysThanTokensCarry() {
    for (int i = 0; i < KeyBook.CHAIN_MAX + 2; i++) {
      in(book::renew);
      clock.advance(LEAD.plus(Settings.TOKEN_LIFE_MAX));
    }
    forgetEnded();
    assertThat(stamps()).hasSize(KeyBook.CHAIN_MAX);
  }

  private void forgetEnded() {
    in(
        () -> {
          book.forgetEnded();
          return null;
        });
  }
}
