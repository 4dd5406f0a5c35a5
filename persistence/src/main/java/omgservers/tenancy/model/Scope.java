package omgservers.tenancy.model;

import java.util.EnumSet;
import java.util.Set;

/** What an API key can be limited to; a key never can do more than its account. */
public enum Scope {
  /** Reading all that the account may see. */
  READ,
  /** Tenants, projects, stages, their names and permissions. */
  TENANCY,
  /** Versions and images. */
  VERSIONS,
  /** Deployments and what runs for them. */
  DEPLOYMENTS,
  /** Players and their clients. */
  PLAYERS,
  /** Accounts of people. */
  ACCOUNTS,
  /** Servers of the pool. */
  POOL;

  /** What a password opens. */
  public static final Set<Scope> ALL = Set.copyOf(EnumSet.allOf(Scope.class));
}
