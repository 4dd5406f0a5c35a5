package omgservers.tenancy.model;

import java.time.Instant;

/** What can be deleted with everything below it: a tenant, a project, a stage, a version. */
public interface Removable {
  /** Its id. */
  long id();

  /** The tenant that it is or belongs to. */
  long tenantId();

  /** What it lies in: the project of a stage or version, the tenant of a project or tenant. */
  long parentId();

  /** Whether it is being deleted. */
  Life state();

  /** How its deletion goes on, once it began. */
  Removal removal();

  /** It is to go, with everything below it; false when that was begun before. */
  boolean delete(Removal.Beginner beginner, Instant now);
}
