package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.KeyText;
import omgservers.shared.security.Secrets;
import omgservers.tenancy.model.Account;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.ApiKey;
import omgservers.tenancy.model.ApiKeys;
import omgservers.tenancy.model.LockOut;
import omgservers.tenancy.model.Role;

/** The transactions of a sign-in: none of them lasts while a password is being checked. */
@ApplicationScoped
@Transactional
class SignInSteps {
  private final Accounts accounts;
  private final ApiKeys keys;
  private final Time time;

  @Inject
  SignInSteps(Accounts accounts, ApiKeys keys, Time time) {
    this.accounts = accounts;
    this.keys = keys;
    this.time = time;
  }

  protected SignInSteps() {
    this(null, null, null);
  }

  /** What a sign-in must know of an account. */
  record Known(long id, Role role, String secret, boolean active, LockOut lockOut) {
    boolean isOfAPerson() {
      return Role.PEOPLE.contains(role);
    }
  }

  /** Whom a sign-in found, and by which key if by one. */
  record Found(long id, Role role, Caller.Limits limits, Instant keyEnd) {}

  Optional<Known> known(long id) {
    return accounts
        .find(id)
        .map(it -> new Known(it.id(), it.role(), it.secret(), it.isActive(), it.lockOut()));
  }

  /** The password was wrong: this is kept whatever becomes of the request. */
  void refused(long id) {
    accounts.lock(id).ifPresent(account -> account.refused(time.now()));
  }

  /**
   * The password was right when it was checked; it may be another one since, and who tries many at
   * once is locked out even when one of them is right.
   */
  Found recognised(Known known) {
    Account account =
        accounts
            .lock(known.id)
            .filter(it -> it.secret().equals(known.secret))
            .orElseThrow(SignIns::wrong);
    SignIns.requireUnlocked(account.lockOut(), time.now());
    requireActive(account);
    account.recognised();
    return new Found(account.id(), account.role(), Caller.Limits.NONE, null);
  }

  private static void requireActive(Account account) {
    if (!account.isActive()) {
      throw disabled();
    }
  }

  static Refusal disabled() {
    return Refusal.unauthenticated("The account is disabled.");
  }

  /** Whom the key lets in, if it is a key of the user. */
  Optional<Found> byKey(long user, KeyText text) {
    Optional<Account> account = accounts.find(user).filter(Account::isOfAPerson);
    Optional<ApiKey> key =
        account
            .flatMap(it -> keys.find(user, text.id()))
            .filter(it -> Secrets.matches(text.random(), it.secret()));
    if (key.isEmpty()) {
      return Optional.empty();
    }
    requireActive(account.get());
    return Optional.of(found(account.get(), key.get()));
  }

  private Found found(Account account, ApiKey key) {
    Instant now = time.now();
    if (!key.isGood(now)) {
      throw Refusal.unauthenticated("The API key has expired.");
    }
    key.used(now);
    return new Found(account.id(), account.role(), limits(key), key.expiresAt());
  }

  static Caller.Limits limits(ApiKey key) {
    return new Caller.Limits(key.id(), key.scopes(), key.tenantId().orElse(null));
  }

  /** Whom a token still stands for; one that was made with a key for the key as it is. */
  Found again(Caller caller) {
    Account account =
        accounts
            .find(caller.userId())
            .orElseThrow(() -> Refusal.unauthenticated("The user does not exist any more."));
    requireActive(account);
    Long keyId = caller.limits().keyId();
    if (keyId == null) {
      return new Found(account.id(), account.role(), Caller.Limits.NONE, null);
    }
    ApiKey key =
        keys.find(account.id(), keyId)
            .orElseThrow(() -> Refusal.unauthenticated("The API key does not exist any more."));
    return found(account, key);
  }
}
