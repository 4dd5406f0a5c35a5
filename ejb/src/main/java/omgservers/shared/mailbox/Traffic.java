package omgservers.shared.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** How much went through this instance since its start: counted as it passes, never asked for. */
@ApplicationScoped
public class Traffic {
  private final LongAdder messages = new LongAdder();
  private final LongAdder faults = new LongAdder();

  /** A message was taken to be delivered. */
  public void message() {
    messages.increment();
  }

  /** A call was answered with a fault of ours. */
  public void fault() {
    faults.increment();
  }

  /** Messages so far. */
  public long messages() {
    return messages.sum();
  }

  /** Faults so far. */
  public long faults() {
    return faults.sum();
  }
}
