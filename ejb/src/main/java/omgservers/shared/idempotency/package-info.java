/** Calls that can be repeated without happening twice. */
package omgservers.shared.idempotency;
