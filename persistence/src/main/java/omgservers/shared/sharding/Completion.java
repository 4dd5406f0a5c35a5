package omgservers.shared.sharding;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import java.util.function.Consumer;

/** What is done when a transaction is over, told whether it was committed. */
record Completion(Consumer<Boolean> action) implements Synchronization {
  @Override
  public void beforeCompletion() {}

  @Override
  public void afterCompletion(int status) {
    action.accept(status == Status.STATUS_COMMITTED);
  }
}
