package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import omgservers.shared.audit.Audit;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Scope;

/** What people do with their own account, each a transaction where it lies. */
@ApplicationScoped
@Transactional
class OwnAccountSteps {
  private final Accounts accounts;
  private final SignInSteps signIns;
  private final Audit audit;
  private final Time time;

  @Inject
  OwnAccountSteps(Accounts accounts, SignInSteps signIns, Audit audit, Time time) {
    this.accounts = accounts;
    this.signIns = signIns;
    this.audit = audit;
    this.time = time;
  }

  protected OwnAccountSteps() {
    this(null, null, null, null);
  }

  AccountFact get(Caller caller) {
    Authorization.requireScope(caller, Scope.READ);
    return accounts
        .find(caller.userId())
        .map(account -> AccountFact.of(account, time.now()))
        .orElseThrow(OwnAccountSteps::gone);
  }

  private static Refusal gone() {
    return Refusal.unauthenticated("The user does not exist any more.");
  }

  SignInSteps.Known known(Caller caller) {
    return signIns.known(caller.userId()).orElseThrow(OwnAccountSteps::gone);
  }

  /** Only if the password is still the one that was shown. */
  void change(Caller caller, String from, String to) {
    Authorization.requireNoKey(caller);
    Account account =
        accounts
            .lock(caller.userId())
            .filter(it -> it.secret().equals(from))
            .orElseThrow(SignIns::wrong);
    account.change(to);
    record(caller, "account.password");
  }

  void signOut(Caller caller) {
    if (accounts.find(caller.userId()).isEmpty()) {
      throw gone();
    }
    record(caller, "account.sign-out");
  }

  private void record(Caller caller, String operation) {
    audit.record(caller.actor(), operation, Audit.Subject.of(caller.userId()), null, null);
  }
}
