/** What was asked under which Idempotency-Key and what was answered. */
package omgservers.shared.idempotency.model;
