/**
 * Traces: what a request led to, as spans by the conventions of OpenTelemetry, sent by its
 * protocol. Decision 0044 says why this is ours, and what is recorded of whom.
 */
package omgservers.shared.tracing;
