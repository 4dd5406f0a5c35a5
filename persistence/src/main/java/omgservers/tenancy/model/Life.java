package omgservers.tenancy.model;

/** Whether a tenant, project, stage or version is there or goes. */
public enum Life {
  /** While it can be used. */
  ACTIVE,
  /** From the wish to delete it until all below it is gone, and the row too. */
  DELETING
}
