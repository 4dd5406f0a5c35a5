package omgservers.shared.sharding;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shards on whose due rows this instance works, each with the epoch of its lease. This is what
 * the instance believes: an instance that slept may believe too much, so whoever takes up work has
 * the shard itself compare the epoch, see {@link #FENCED}.
 */
@ApplicationScoped
public class Holdings {
  /** An epoch that no lease has. */
  public static final long NONE = -1;

  /** The condition of a statement that takes up work, with the epoch in place of %s. */
  public static final String FENCED = "exists (select 1 from fence where epoch = %s)";

  private final Map<Integer, Long> epochs = new ConcurrentHashMap<>();

  /** The epoch of the lease on the shard, or {@link #NONE}. */
  public long epoch(int shard) {
    return epochs.getOrDefault(shard, NONE);
  }

  /** Whether the instance works on what is due on the shard. */
  public boolean isHeld(int shard) {
    return epochs.containsKey(shard);
  }

  /** The shards that are held. */
  public List<Integer> shards() {
    return epochs.keySet().stream().sorted().toList();
  }

  /** The shard is held from now on. */
  public void hold(int shard, long epoch) {
    epochs.put(shard, epoch);
  }

  /** The shard is not held any more. */
  public void lose(int shard) {
    epochs.remove(shard);
  }
}
