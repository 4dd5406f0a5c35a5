package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to know that the log of a runtime has grown, on this instance. */
@ApplicationScoped
public class Listeners {
  private final Map<Long, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  /** The listener is told from now on; it must not hold up whoever tells it. */
  public void add(long runtime, Runnable listener) {
    listeners.compute(
        runtime,
        (id, present) -> {
          Set<Runnable> all = present == null ? ConcurrentHashMap.newKeySet() : present;
          all.add(listener);
          return all;
        });
  }

  /** The listener is told no more. */
  public void remove(long runtime, Runnable listener) {
    listeners.computeIfPresent(
        runtime,
        (id, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  /** The log of the runtime has grown, or is complete. */
  void tell(long runtime) {
    listeners.getOrDefault(runtime, Set.of()).forEach(Runnable::run);
  }
}
