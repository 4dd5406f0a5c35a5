package omgservers.payara;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that forgets cancelled timeouts at once, and takes a delay of zero as "never". */
final class PlainScheduler extends ScheduledThreadPoolExecutor {
  PlainScheduler() {
    super(
        1,
        task -> {
          Thread thread = new Thread(task, "omgservers-websocket-timeouts");
          thread.setDaemon(true);
          return thread;
        });
    setRemoveOnCancelPolicy(true);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
    return super.schedule(delay <= 0 ? () -> {} : command, Math.max(delay, 1), unit);
  }
}
