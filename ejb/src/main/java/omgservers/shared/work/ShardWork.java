package omgservers.shared.work;

import java.time.Instant;
import java.util.Optional;

/** A kind of work that each shard has. */
public interface ShardWork {
  /** The name by which it is woken, and the table whose column due_at tells when to work. */
  String kind();

  /** Whether there is such a table; without one the work concerns this instance alone. */
  default boolean hasTable() {
    return true;
  }

  /** Does all that is due on the shard, and says when there will be more, if that is known. */
  Optional<Instant> run(int shard);
}
