package omgservers.pool.docker;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import omgservers.shared.tracing.Span;

/**
 * Calls that are given up when they take too long. Each runs on a thread of its own, of which there
 * are never more than callers who wait and calls that were given up but not yet let go.
 */
final class Deadlines implements AutoCloseable {
  private final AtomicInteger number = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "omgservers-engine-call-" + number.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(Deadlines.class.getClassLoader());
    return thread;
  }

  /** The result of the call, if it comes in time. */
  <T> T within(Duration limit, Supplier<T> call) throws TimeoutException {
    FutureTask<T> result = new FutureTask<>(call::get);
    threads.execute(Span.carried(result));
    try {
      return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      result.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      result.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
