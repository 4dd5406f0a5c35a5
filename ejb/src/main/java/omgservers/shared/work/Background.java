package omgservers.shared.work;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all work that nobody waits for. They are plain threads that carry nothing of the
 * place that hands them work: on Payara, a managed thread that was started from an EJB leaves its
 * connections out of the transactions that CDI beans begin, and every statement would be committed
 * for itself; and a managed executor looks for service files at every task. Decision 0003.
 */
@ApplicationScoped
public class Background implements Executor {
  /** So many tasks run at once; others wait. */
  public static final int THREADS_MAX = 32;

  private static final long IDLE_SECONDS = 30;

  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          0,
          THREADS_MAX,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new Handover(),
          this::thread,
          Background::keep);

  /**
   * Takes a task only when a thread waits for one: another thread is made otherwise, while there
   * may be more. So a server with little to do has few threads.
   */
  private static final class Handover extends LinkedTransferQueue<Runnable> {
    @Override
    public boolean offer(Runnable task) {
      return tryTransfer(task);
    }
  }

  /** All threads work: the task waits for the first that has done. */
  private static void keep(Runnable task, ThreadPoolExecutor pool) {
    if (pool.isShutdown()) {
      throw new RejectedExecutionException("the server stops");
    }
    pool.getQueue().add(task);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "omgservers-work-" + number.incrementAndGet());
    thread.setDaemon(true);
    thread.setContextClassLoader(Background.class.getClassLoader());
    return thread;
  }

  /** Runs it soon; refused when the server stops. */
  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Runs it soon; the result tells how it ended. */
  public Future<?> submit(Runnable task) {
    return pool.submit(task);
  }

  @PreDestroy
  void close() {
    pool.shutdown();
  }
}
