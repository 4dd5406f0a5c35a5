package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Revocations;
import omgservers.tenancy.model.ApiKey;
import omgservers.tenancy.model.Scope;

/** API keys: one's own, and those of the accounts that one looks after. */
@ApplicationScoped
public class KeyRing {
  private final KeySteps steps;
  private final Directory directory;
  private final Revocations revocations;
  private final Time time;

  /** Keys by these steps. */
  @Inject
  public KeyRing(KeySteps steps, Directory directory, Revocations revocations, Time time) {
    this.steps = steps;
    this.directory = directory;
    this.revocations = revocations;
    this.time = time;
  }

  protected KeyRing() {
    this(null, null, null, null);
  }

  /** A key without its text. */
  public record KeyFact(
      long id,
      String name,
      Set<Scope> scopes,
      Long tenantId,
      Instant created,
      Instant expiresAt,
      Instant lastUsed) {
    static KeyFact of(ApiKey key) {
      return new KeyFact(
          key.id(),
          key.name(),
          new TreeSet<>(key.scopes()),
          key.tenantId().orElse(null),
          key.created(),
          key.expiresAt(),
          key.lastUsed().orElse(null));
    }
  }

  /** A new key and its text, which nobody will see again. */
  public record NewKey(KeyFact key, String text) {}

  /** A key that is wanted: for all tenants without one, for the usual time without an end. */
  public record Wish(String name, Set<Scope> scopes, String tenant, Instant expiresAt) {}

  /** A new key of the caller, who signed in with a password. */
  public NewKey create(Caller caller, Wish wish) {
    Authorization.requireNoKey(caller);
    Instant now = time.now();
    Instant end = wish.expiresAt == null ? now.plus(ApiKey.LIFE_DEFAULT) : wish.expiresAt;
    if (!end.isAfter(now)) {
      throw Refusal.field("expires_at", "must lie in the future");
    }
    if (end.isAfter(now.plus(ApiKey.LIFE_MAX))) {
      throw Refusal.field(
          "expires_at", "must be at most " + ApiKey.LIFE_MAX.toDays() + " days from now");
    }
    Long tenant = wish.tenant == null ? null : tenant(caller, wish.tenant);
    // The database would round what is finer, perhaps to a later moment.
    Instant exact = end.truncatedTo(ChronoUnit.MILLIS);
    return steps.create(caller, wish.name, new ApiKey.Reach(wish.scopes, tenant, exact), now);
  }

  private long tenant(Caller caller, String idOrName) {
    long tenant = directory.tenant(idOrName);
    steps.requireTenant(caller, tenant);
    return tenant;
  }

  /** The caller's keys; a key that is for one tenant shows itself only. */
  public List<KeyFact> own(Caller caller, Slice slice) {
    return steps.own(caller, slice);
  }

  /** The keys of the account. */
  public List<KeyFact> of(Caller caller, long account, Slice slice) {
    return steps.of(caller, account, slice);
  }

  /** The caller's key ends, and with it the tokens that were made with it. */
  public void deleteOwn(Caller caller, long key) {
    steps.deleteOwn(caller, key);
    revocations.revoke(key);
  }

  /** The account's key ends, and with it the tokens that were made with it. */
  public void deleteOf(Caller caller, long account, long key) {
    steps.deleteOf(caller, account, key);
    revocations.revoke(key);
  }

  /** The key that the caller uses, if any. */
  public Optional<KeyFact> used(Caller caller) {
    return Optional.ofNullable(steps.used(caller));
  }
}
