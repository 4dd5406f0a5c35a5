package omgservers.tenancy.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
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

  /** Removes the account and what its user has. */
  public void remove(Account account) {
    shards.of(account.id()).remove(account);
  }
}
