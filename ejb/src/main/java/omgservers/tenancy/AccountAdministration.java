package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Revocations;
import omgservers.shared.security.Secrets;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.model.AccountState;
import omgservers.tenancy.model.Names;
import omgservers.tenancy.model.Role;

/**
 * Accounts of people. An account lies on one database, its names on another, its permissions
 * anywhere: each use case is a row of transactions, in an order in which a crash between two of
 * them leaves something that can be done again.
 */
@ApplicationScoped
public class AccountAdministration {
  private final AccountSteps steps;
  private final HeldPermissions held;
  private final Directory directory;
  private final Revocations revocations;
  private final Shards shards;

  /** Administration by these steps. */
  @Inject
  public AccountAdministration(
      AccountSteps steps,
      HeldPermissions held,
      Directory directory,
      Revocations revocations,
      Shards shards) {
    this.steps = steps;
    this.held = held;
    this.directory = directory;
    this.revocations = revocations;
    this.shards = shards;
  }

  protected AccountAdministration() {
    this(null, null, null, null, null);
  }

  /** Accounts on the shard; null for a role or a state means any. */
  public List<AccountFact> list(
      Caller caller, int shard, Role role, AccountState state, Slice slice) {
    return steps.list(caller, shard, new AccountSteps.Wish(role, state), slice);
  }

  /** The account. */
  public AccountFact get(Caller caller, long id) {
    return steps.get(caller, id);
  }

  /** The account, if it is one of a person. */
  public Optional<AccountFact> find(Caller caller, long id) {
    return steps.find(caller, id);
  }

  /** A new account, and its password when that was generated. */
  public record NewAccount(AccountFact account, Optional<String> password) {}

  /** A new account; null for a name means none, for a password that one is generated. */
  public NewAccount create(Caller caller, Role role, String alias, String password) {
    steps.requireManager(caller, role);
    directory.requireFree(Names.Kind.USER, alias);
    Password chosen = Password.of(password, alias == null ? List.of() : List.of(alias));
    AccountFact account = steps.create(caller, role, chosen.hash);
    if (alias != null) {
      name(caller, account.id(), alias);
    }
    return new NewAccount(account, chosen.generated);
  }

  /** Who loses the race for a name gets no account without one. */
  private void name(Caller caller, long id, String alias) {
    try {
      directory.name(caller, Names.Kind.USER, alias, id);
    } catch (Refusal refusal) {
      steps.remove(caller, id);
      throw refusal;
    }
  }

  private record Password(String hash, Optional<String> generated) {
    static Password of(String chosen, List<String> names) {
      if (chosen == null) {
        String password = Secrets.password();
        return new Password(Secrets.hashGenerated(password), Optional.of(password));
      }
      Passwords.requireGood("password", chosen, names);
      return new Password(Secrets.hashChosen(chosen), Optional.empty());
    }
  }

  /** Enables or disables the account of the version; a disabled one is signed out everywhere. */
  public AccountFact turn(Caller caller, long id, int version, AccountState state) {
    AccountSteps.Turned turned = steps.turn(caller, id, version, state);
    if (state == AccountState.DISABLED) {
      if (turned.fresh()) {
        requireAdminLeft(caller, turned.account());
      }
      revocations.revoke(id);
    }
    return turned.account();
  }

  /** Looked at after the fact: of two who disable each other at once, neither succeeds. */
  private void requireAdminLeft(Caller caller, AccountFact account) {
    boolean left =
        account.role() != Role.ADMIN
            || IntStream.range(0, shards.count()).anyMatch(steps::hasActiveAdmin);
    if (!left) {
      steps.spare(caller, account.id());
      throw Refusal.conflict(
          Qualifier.WRONG_ARGUMENT, "This is the last administrator who can sign in.");
    }
  }

  /** The account goes, with its names, keys and permissions. */
  public void delete(Caller caller, long id) {
    AccountFact before = steps.condemn(caller, id);
    if (before.state() == AccountState.ACTIVE) {
      requireAdminLeft(caller, before);
    }
    revocations.revoke(id);
    for (int shard = 0; shard < shards.count(); shard++) {
      held.drop(caller, shard, id);
    }
    directory.unnameAll(id);
    steps.remove(caller, id);
  }

  /** The account has another password, and is signed out; null means that one is generated. */
  public Optional<String> reset(Caller caller, long id, String password) {
    steps.requireResettable(caller, id);
    Password chosen = Password.of(password, names(id));
    steps.reset(caller, id, chosen.hash);
    revocations.revoke(id);
    return chosen.generated;
  }

  private List<String> names(long id) {
    return directory.names(List.of(id)).getOrDefault(id, List.of());
  }

  /** No token that the account got until now is good any more. */
  public void signOut(Caller caller, long id) {
    steps.signOut(caller, id);
    revocations.revoke(id);
  }

  /** The account, and whether its name is new. */
  public record Named(AccountFact account, boolean fresh) {}

  /** Names the account. */
  public Named addName(Caller caller, long id, String alias) {
    AccountFact account = steps.requireManaged(caller, id);
    return new Named(account, directory.name(caller, Names.Kind.USER, alias, id));
  }

  /** The name stands for the account no more. */
  public void removeName(Caller caller, long id, String alias) {
    steps.requireManaged(caller, id);
    directory.unname(caller, Names.Kind.USER, alias, id);
  }
}
