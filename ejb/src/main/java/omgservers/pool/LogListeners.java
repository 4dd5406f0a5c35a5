package omgservers.pool;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to know that a log has grown, on this instance; a log is told by its owner's id. */
@ApplicationScoped
public class LogListeners {
  private final Map<Long, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  /** The listener is told from now on; it must not hold up whoever tells it. */
  public void add(long log, Runnable listener) {
    listeners.compute(
        log,
        (id, present) -> {
          Set<Runnable> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(listener);
          return all;
        });
  }

  /** The listener is told no more. */
  public void remove(long log, Runnable listener) {
    listeners.computeIfPresent(
        log,
        (id, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  /** The log has grown, or is complete. */
  public void tell(long log) {
    listeners.getOrDefault(log, Set.of()).forEach(Runnable::run);
  }
}
