/**
 * Deleting: a tenant, project, stage or version goes step by step, what lies below it first. The
 * row itself remembers how far it is, so that a crash at any point is repaired by the next look.
 */
package omgservers.removal;
