package omgservers.shared.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells whoever serves a mailbox on this instance that something was put into it. */
@ApplicationScoped
public class Bell {
  private final Map<Long, Runnable> listeners = new ConcurrentHashMap<>();

  /** From now on the listener is called, briefly, after each commit that filled the mailbox. */
  public void listen(long owner, Runnable listener) {
    listeners.put(owner, listener);
  }

  /** The listener is not called any more; another one of the same mailbox stays. */
  public void leave(long owner, Runnable listener) {
    listeners.remove(owner, listener);
  }

  /** Something was put into the mailbox. */
  public void ring(long owner) {
    Runnable listener = listeners.get(owner);
    if (listener != null) {
      listener.run();
    }
  }
}
