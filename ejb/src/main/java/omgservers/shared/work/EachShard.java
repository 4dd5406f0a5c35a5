package omgservers.shared.work;

import java.lang.System.Logger.Level;
import java.util.function.IntConsumer;
import omgservers.shared.sharding.Outages;

/**
 * What is done on all shards in the background: one that fails keeps it from none of the others.
 */
public final class EachShard {
  private static final System.Logger LOG = System.getLogger(EachShard.class.getName());

  private EachShard() {}

  /** Does the work, which is called so in the log, on so many shards. */
  public static void of(int count, String name, IntConsumer work) {
    for (int shard = 0; shard < count; shard++) {
      try {
        work.accept(shard);
      } catch (RuntimeException e) {
        // A shard that is away is told of once, where that is noticed.
        Level level = Outages.caused(e) ? Level.DEBUG : Level.WARNING;
        LOG.log(level, name + " failed on shard " + shard, e);
      }
    }
  }
}
