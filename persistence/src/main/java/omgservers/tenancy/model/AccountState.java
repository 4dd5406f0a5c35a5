package omgservers.tenancy.model;

/** Whether an account may be used. */
public enum AccountState {
  /** While it can sign in. */
  ACTIVE,
  /** While it cannot sign in; what it owns stays. */
  DISABLED
}
