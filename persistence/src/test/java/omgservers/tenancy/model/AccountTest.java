package omgservers.tenancy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccountTest {
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private static Account locked() {
    Account account = new Account(1, Role.SUPPORT, "hash", NOW);
    for (int i = 0; i < LockOut.FAILURES_FREE; i++) {
      account.refused(NOW);
    }
    return account;
  }

  @Test
  void isActiveFromTheStartAndOpen() {
    Account account = new Account(1, Role.SUPPORT, "hash", NOW);
    assertThat(account.isActive()).isTrue();
    assertThat(account.lockOut()).isEqualTo(LockOut.NONE);
  }

  @Test
  void forgetsWrongPasswordsWithTheRightOne() {
    Account account = locked();
    assertThat(account.lockOut().pause(NOW)).isPresent();
    account.recognised();
    assertThat(account.lockOut()).isEqualTo(LockOut.NONE);
  }

  @Test
  void forgetsWrongPasswordsWithANewOne() {
    Account account = locked();
    account.change("other");
    assertThat(account.secret()).isEqualTo("other");
    assertThat(account.lockOut()).isEqualTo(LockOut.NONE);
  }

  @Test
  void saysWhetherItsStateIsNew() {
    Account account = new Account(1, Role.SUPPORT, "hash", NOW);
    assertThat(account.turn(AccountState.ACTIVE)).isFalse();
    assertThat(account.turn(AccountState.DISABLED)).isTrue();
    assertThat(account.isActive()).isFalse();
    assertThat(account.turn(AccountState.ACTIVE)).isTrue();
  }

  @Test
  void belongsToAPersonUnlessItPlays() {
    assertThat(new Account(1, Role.DEVELOPER, "hash", NOW).isOfAPerson()).isTrue();
    assertThat(new Account(1, Role.PLAYER, "hash", NOW).isOfAPerson()).isFalse();
  }
}
