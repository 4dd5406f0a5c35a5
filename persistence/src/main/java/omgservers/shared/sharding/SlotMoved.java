package omgservers.shared.sharding;

/**
 * A slot lies on another shard now: an event for whoever keeps in memory what he knows by shard. It
 * comes on each instance when that has learnt of it, outside of any transaction.
 */
public record SlotMoved(int slot, int from, int to) {}
