package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.AccountState;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;

/** What is done to the accounts of people, each a transaction where the account lies. */
@ApplicationScoped
@Transactional
class AccountSteps {
  private final Accounts accounts;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;
  private final Time time;

  @Inject
  AccountSteps(Accounts accounts, Authorization authorization, Audit audit, Ids ids, Time time) {
    this.accounts = accounts;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
    this.time = time;
  }

  protected AccountSteps() {
    this(null, null, null, null, null);
  }

  /** What the audit says of an account. */
  private static Map<String, Object> recorded(Account account) {
    return Map.of("role", account.role(), "state", account.state());
  }

  List<AccountFact> list(Caller caller, int shard, Wish wish, Slice slice) {
    authorization.staffToRead(caller);
    return accounts.people(shard, wish.role, wish.state, slice).stream().map(this::fact).toList();
  }

  /** Which accounts are wanted; null means any. */
  record Wish(Role role, AccountState state) {}

  AccountFact get(Caller caller, long id) {
    return find(caller, id).orElseThrow(() -> missing(id));
  }

  Optional<AccountFact> find(Caller caller, long id) {
    authorization.staffToRead(caller);
    return accounts.find(id).filter(Account::isOfAPerson).map(this::fact);
  }

  private AccountFact fact(Account account) {
    return AccountFact.of(account, time.now());
  }

  static Refusal missing(long id) {
    return Refusal.notFound("There is no account " + id + ".");
  }

  /** The support looks after developers, administrators after all. */
  void requireManager(Caller caller, Role role) {
    authorization.staffToWrite(caller, Scope.ACCOUNTS);
    if (role != Role.DEVELOPER) {
      authorization.admin(caller, Scope.ACCOUNTS);
    }
  }

  /** The account if the caller may change it, so that nobody else does meanwhile. */
  private Account managed(Caller caller, long id) {
    authorization.staffToWrite(caller, Scope.ACCOUNTS);
    Account account = accounts.lock(id).filter(Account::isOfAPerson).orElseThrow(() -> missing(id));
    requireManager(caller, account.role());
    return account;
  }

  private Account managedOther(Caller caller, long id) {
    Account account = managed(caller, id);
    if (id == caller.userId()) {
      throw Refusal.conflict(
          Qualifier.WRONG_ARGUMENT, "Nobody disables, deletes or resets the own account.");
    }
    return account;
  }

  /** The account, unless the caller may not change it. */
  AccountFact requireManaged(Caller caller, long id) {
    return fact(managed(caller, id));
  }

  /** Fails unless the caller may give the account another password. */
  void requireResettable(Caller caller, long id) {
    Authorization.requireNoKey(caller);
    managedOther(caller, id);
  }

  AccountFact create(Caller caller, Role role, String hash) {
    requireManager(caller, role);
    if (role != Role.DEVELOPER) {
      Authorization.requireNoKey(caller);
    }
    Account account = new Account(ids.anywhere(), role, hash, time.now());
    accounts.add(account);
    accounts.flush(account);
    record(caller, "account.create", account, null);
    return fact(account);
  }

  private void record(
      Caller caller, String operation, Account account, Map<String, Object> before) {
    audit.record(
        caller.actor(), operation, Audit.Subject.of(account.id()), before, recorded(account));
  }

  /** The account as it is now, and whether that is new. */
  record Turned(AccountFact account, boolean fresh) {}

  /** The account may be used from now on, or not any more. */
  Turned turn(Caller caller, long id, int version, AccountState state) {
    Account account = managedOther(caller, id);
    if (version >= 0 && version != account.version()) {
      throw new Refusal(
          Refusal.Kind.CHANGED_MEANWHILE,
          Qualifier.WRONG_PRECONDITION,
          "The account was changed since: its version is " + account.version() + ".");
    }
    Map<String, Object> before = recorded(account);
    boolean fresh = account.turn(state);
    if (fresh) {
      record(caller, "account.change", account, before);
      accounts.flush(account);
    }
    return new Turned(fact(account), fresh);
  }

  /** The first step of a removal: nobody can sign in any more. The account before is returned. */
  AccountFact condemn(Caller caller, long id) {
    Account account = managedOther(caller, id);
    AccountFact before = fact(account);
    account.turn(AccountState.DISABLED);
    return before;
  }

  /** What was begun to be disabled or removed can be used again. */
  void spare(Caller caller, long id) {
    Account account = managedOther(caller, id);
    Map<String, Object> before = recorded(account);
    if (account.turn(AccountState.ACTIVE)) {
      record(caller, "account.change", account, before);
    }
  }

  boolean hasActiveAdmin(int shard) {
    return accounts.hasActiveAdmin(shard);
  }

  void remove(Caller caller, long id) {
    Account account = managedOther(caller, id);
    audit.record(caller.actor(), "account.delete", Audit.Subject.of(id), recorded(account), null);
    accounts.remove(account);
  }

  void reset(Caller caller, long id, String hash) {
    Authorization.requireNoKey(caller);
    Account account = managedOther(caller, id);
    account.change(hash);
    record(caller, "account.password", account, null);
  }

  void signOut(Caller caller, long id) {
    record(caller, "account.sign-out", managed(caller, id), null);
  }
}
