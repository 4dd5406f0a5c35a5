package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import omgservers.shared.audit.Audit;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.KeyText;
import omgservers.shared.security.Secrets;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.model.Accounts;
import omgservers.tenancy.model.ApiKey;
import omgservers.tenancy.model.ApiKeys;
import omgservers.tenancy.model.Scope;

/** What is done to API keys, each a transaction where the account lies. */
@ApplicationScoped
@Transactional
class KeySteps {
  private final ApiKeys keys;
  private final Accounts accounts;
  private final AccountSteps administration;
  private final Authorization authorization;
  private final Audit audit;
  private final Ids ids;

  @Inject
  KeySteps(
      ApiKeys keys,
      Accounts accounts,
      AccountSteps administration,
      Authorization authorization,
      Audit audit,
      Ids ids) {
    this.keys = keys;
    this.accounts = accounts;
    this.administration = administration;
    this.authorization = authorization;
    this.audit = audit;
    this.ids = ids;
  }

  protected KeySteps() {
    this(null, null, null, null, null, null);
  }

  /** What the audit says of a key. */
  private static Map<String, Object> recorded(ApiKey key) {
    return Map.of(
        "user_id",
        Long.toString(key.userId()),
        "name",
        key.name(),
        "scopes",
        new TreeSet<>(key.scopes()),
        "expires_at",
        key.expiresAt());
  }

  KeyRing.NewKey create(Caller caller, String name, ApiKey.Reach reach, Instant now) {
    Authorization.requireNoKey(caller);
    // Others who make a key of this account wait here, so that both count right.
    if (accounts.lock(caller.userId()).isEmpty()) {
      throw AccountSteps.missing(caller.userId());
    }
    List<ApiKey> there = keys.of(caller.userId());
    if (there.size() >= ApiKeys.KEYS_MAX) {
      throw Refusal.conflict(
          Qualifier.LIMIT_REACHED, "An account has at most " + ApiKeys.KEYS_MAX + " API keys.");
    }
    if (there.stream().anyMatch(key -> key.name().equals(name))) {
      throw Refusal.invalid(
          Qualifier.DB_CONSTRAINT_VIOLATED, "The account has a key '" + name + "' already.");
    }
    KeyText text = KeyText.make(ids.beside(caller.userId()));
    ApiKey key =
        new ApiKey(
            text.id(), caller.userId(), name, reach, Secrets.hashGenerated(text.random()), now);
    keys.add(key);
    record(caller, "key.create", key, null, recorded(key));
    return new KeyRing.NewKey(KeyRing.KeyFact.of(key), text.text());
  }

  private void record(
      Caller caller,
      String operation,
      ApiKey key,
      Map<String, Object> before,
      Map<String, Object> after) {
    Audit.Subject subject = new Audit.Subject(key.tenantId().orElse(null), key.id());
    audit.record(caller.actor(), operation, subject, before, after);
  }

  /** The tenant exists for whoever makes a key for it. */
  void requireTenant(Caller caller, long tenant) {
    authorization.requireTenant(caller, tenant);
  }

  List<KeyRing.KeyFact> own(Caller caller, Slice slice) {
    Authorization.requireScope(caller, Scope.READ);
    return list(caller.userId(), onlyKey(caller), slice);
  }

  /** A key for one tenant shows none of the keys that may open others. */
  private static Long onlyKey(Caller caller) {
    return caller.limits().tenantId() == null ? null : caller.limits().keyId();
  }

  private List<KeyRing.KeyFact> list(long user, Long only, Slice slice) {
    return keys.list(user, only, slice).stream().map(KeyRing.KeyFact::of).toList();
  }

  List<KeyRing.KeyFact> of(Caller caller, long account, Slice slice) {
    administration.get(caller, account);
    return list(account, null, slice);
  }

  void deleteOwn(Caller caller, long id) {
    Long used = caller.limits().keyId();
    if (used == null || used != id) {
      Authorization.requireScope(caller, Scope.ACCOUNTS);
      if (onlyKey(caller) != null) {
        throw missing(id);
      }
    }
    delete(caller, caller.userId(), id);
  }

  void deleteOf(Caller caller, long account, long id) {
    administration.requireManaged(caller, account);
    delete(caller, account, id);
  }

  private void delete(Caller caller, long user, long id) {
    ApiKey key = keys.find(user, id).orElseThrow(() -> missing(id));
    keys.remove(key);
    record(caller, "key.delete", key, recorded(key), null);
  }

  static Refusal missing(long id) {
    return Refusal.notFound("The account has no API key " + id + ".");
  }

  /** The key in use, if there is one. */
  KeyRing.KeyFact used(Caller caller) {
    Long id = caller.limits().keyId();
    return id == null ? null : keys.find(caller.userId(), id).map(KeyRing.KeyFact::of).orElse(null);
  }
}
