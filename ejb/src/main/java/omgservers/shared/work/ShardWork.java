package omgservers.shared.work;

import java.time.Instant;
import java.util.Optional;

/** A kind of work that each shard has. */
public interface ShardWork {
  /** The name by which it is woken, and the table whose column due_at tells when to work. */
  String kind();

  /**
   * Whether there is such a table, on whose rows one instance works, which holds the shard; without
   * one the work concerns each instance alone.
   */
  default boolean hasTable() {
    return true;
  }

  /** Does all that is due on the shard, and says when there will be more, if that is known. */
  Optional<Instant> run(int shard);

  /** This instance works on the shard from now on; another one may have done so until now. */
  default void gained(int shard) {}

  /** This instance does not work on the shard any more: what it has in memory is of no use. */
  default void lost(int shard) {}
}
