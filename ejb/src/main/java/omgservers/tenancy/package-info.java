/**
 * Who owns what and who may do what: tenants with their projects, stages, names and permissions,
 * and the accounts of all users. A tenant lies on one shard with everything that it owns.
 */
package omgservers.tenancy;
