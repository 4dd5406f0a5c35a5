/** What is left of a tenant, project or stage that is being deleted, on all shards. */
package omgservers.removal.model;
