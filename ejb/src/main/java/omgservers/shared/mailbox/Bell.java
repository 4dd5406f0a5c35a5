package omgservers.shared.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.sharding.SlotMoved;
import omgservers.shared.sharding.Slots;

/** Tells whoever serves a mailbox on this instance that something was put into it. */
@ApplicationScoped
public class Bell {
  private final Map<Long, Set<Runnable>> listeners = new ConcurrentHashMap<>();

  /** From now on the listener is called, briefly, after each commit that filled the mailbox. */
  public void listen(long owner, Runnable listener) {
    listeners.compute(
        owner,
        (id, present) -> {
          Set<Runnable> all = present == null ? ConcurrentHashMap.newKeySet(1) : present;
          all.add(listener);
          return all;
        });
  }

  /** The listener is not called any more; others of the same mailbox stay. */
  public void leave(long owner, Runnable listener) {
    listeners.computeIfPresent(
        owner,
        (id, all) -> {
          all.remove(listener);
          return all.isEmpty() ? null : all;
        });
  }

  /** Something was put into the mailbox. */
  public void ring(long owner) {
    Set<Runnable> all = listeners.get(owner);
    if (all != null) {
      all.forEach(Runnable::run);
    }
  }

  /** Whoever waits there looks once more: what is heard of a shard may have come too late. */
  void moved(@Observes SlotMoved event) {
    listeners.keySet().stream()
        .filter(owner -> Slots.of(owner) == event.slot())
        .forEach(this::ring);
  }
}
