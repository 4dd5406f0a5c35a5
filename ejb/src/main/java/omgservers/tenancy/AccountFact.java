package omgservers.tenancy;

import java.time.Instant;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.AccountState;
import omgservers.tenancy.model.Role;

/** An account as its row says; its names are in the directory. */
public record AccountFact(
    long id, Role role, AccountState state, Instant created, Instant lockedUntil, int version) {
  static AccountFact of(Account account, Instant now) {
    Instant until = account.lockOut().pause(now).map(now::plus).orElse(null);
    return new AccountFact(
        account.id(), account.role(), account.state(), account.created(), until, account.version());
  }
}
