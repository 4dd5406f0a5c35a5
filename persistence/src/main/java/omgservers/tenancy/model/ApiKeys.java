package omgservers.tenancy.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** The API keys of all accounts, each beside its account. */
@ApplicationScoped
public class ApiKeys {
  /** An account has at most this many keys. */
  public static final int KEYS_MAX = 20;

  private final Shards shards;

  /** Keys of these shards. */
  @Inject
  public ApiKeys(Shards shards) {
    this.shards = shards;
  }

  protected ApiKeys() {
    this(null);
  }

  /** A new key. */
  public void add(ApiKey key) {
    shards.of(key.id()).persist(key);
  }

  /** The key, if it is the user's. */
  public Optional<ApiKey> find(long user, long id) {
    // A made-up id may lie on another shard than the user, where we may not look.
    return shards.shardOf(id) == shards.shardOf(user)
        ? shards.find(ApiKey.class, id).filter(key -> key.userId() == user)
        : Optional.empty();
  }

  /** All keys of the user, oldest first. */
  public List<ApiKey> of(long user) {
    return shards
        .of(user)
        .createQuery("select k from ApiKey k where k.userId = :user order by k.id", ApiKey.class)
        .setParameter("user", user)
        .setMaxResults(KEYS_MAX)
        .getResultList();
  }

  /** Keys of the user; with an id only that one. */
  public List<ApiKey> list(long user, Long only, Slice slice) {
    return new Listing<>(ApiKey.class, slice)
        .where("e.userId = :user", "user", user)
        .where("e.id = :only", "only", only)
        .fetch(shards.of(user));
  }

  /** The key is gone. */
  public void remove(ApiKey key) {
    shards.of(key.id()).remove(key);
  }
}
