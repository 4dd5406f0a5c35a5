package omgservers.shared.outbox;

/**
 * What one aggregate tells another, across shards: a record, kept in the sender's transaction and
 * delivered at least once, in order per receiver. It arrives as a CDI event of its own type in a
 * transaction of the receiver's shard; a letter that arrived once is not delivered again.
 */
public interface Mail {
  /** The id of the aggregate that it is for; it routes the letter. */
  long receiver();
}
