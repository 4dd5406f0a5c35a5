package omgservers.tenancy.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;

/** The accounts of all users. */
@ApplicationScoped
public class Accounts {
  private final Shards shards;

  /** Accounts of these shards. */
  @Inject
  public Accounts(Shards shards) {
    this.shards = shards;
  }

  protected Accounts() {
    this(null);
  }

  /** A new account. */
  public void add(Account account) {
    shards.of(account.id()).persist(account);
  }

  /** The account of this user id. */
  public Optional<Account> find(long id) {
    return shards.find(Account.class, id);
  }

  /** The account, so that nobody else changes it meanwhile. */
  public Optional<Account> lock(long id) {
    return shards.lock(Account.class, id);
  }

  /** Removes the account and what its user has. */
  public void remove(Account account) {
    shards.of(account.id()).remove(account);
  }

  /** Accounts of people on the shard; null for a role or a state means any. */
  public List<Account> people(int shard, Role role, AccountState state, Slice slice) {
    return new Listing<>(Account.class, slice)
        .where("e.role in :roles", "roles", role == null ? Role.PEOPLE : List.of(role))
        .where("e.state = :state", "state", state)
        .fetch(shards.shard(shard));
  }

  /** Whether the shard has an administrator who can sign in. */
  public boolean hasActiveAdmin(int shard) {
    return !people(shard, Role.ADMIN, AccountState.ACTIVE, Slice.first(1)).isEmpty();
  }

  /** Takes the row to the database now, so that its version is the one that will be kept. */
  public void flush(Account account) {
    shards.of(account.id()).flush();
  }
}
