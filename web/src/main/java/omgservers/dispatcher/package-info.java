/**
 * Bytes between players and a runtime: rooms in the memory of the instance that the address names,
 * with bounded queues. Nothing here is durable.
 */
package omgservers.dispatcher;
