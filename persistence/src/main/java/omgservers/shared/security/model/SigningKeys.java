package omgservers.shared.security.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** The signing keys of the installation, in the directory. */
@ApplicationScoped
public class SigningKeys {
  private static final int NEWEST = 1;

  private final Shards shards;

  /** Signing keys in the directory of these shards. */
  @Inject
  public SigningKeys(Shards shards) {
    this.shards = shards;
  }

  protected SigningKeys() {
    this(null);
  }

  /** The key that signs last of all, which may be only the next. */
  public Optional<SigningKey> newest() {
    return shards
        .directory()
        .createQuery("select k from SigningKey k order by k.signsAt desc, k.id", SigningKey.class)
        .setMaxResults(NEWEST)
        .getResultStream()
        .findFirst();
  }

  /** All keys, newest first. */
  public List<SigningKey> all() {
    return shards
        .directory()
        .createQuery("select k from SigningKey k order by k.signsAt desc, k.id", SigningKey.class)
        .setMaxResults(KEYS_MAX)
        .getResultList();
  }

  /** When a key signs and ends, and whether it is forgotten: all that ever changes of it. */
  public record Stamp(String id, Instant signsAt, Instant endsAt, boolean forgotten) {}

  /** The stamps of all keys, newest first. */
  public List<Stamp> stamps() {
    return all().stream()
        .map(
            key -> new Stamp(key.id(), key.signsAt(), key.endsAt().orElse(null), key.isForgotten()))
        .toList();
  }

  /** Forgets the key with its certificate. */
  public void remove(SigningKey key) {
    shards.directory().remove(key);
  }

  /** There are never more keys than this. */
  public static final int KEYS_MAX = 100;

  /** Keeps a new key; two instances that start at once wait for each other here. */
  public void add(SigningKey key) {
    shards.directory().persist(key);
  }

  /** Keeps others from making a key until this transaction ends. */
  public void reserve() {
    shards
        .directory()
        .createNativeQuery("lock table signing_key in exclusive mode")
        .executeUpdate();
  }
}
