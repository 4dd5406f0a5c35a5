/**
 * What the installation is made of and what was done in it: shards, slots, instances, the audit.
 * Owns no rows of its own.
 */
package omgservers.installation;
