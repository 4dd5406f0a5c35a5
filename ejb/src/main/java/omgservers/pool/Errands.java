package omgservers.pool;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.shared.tracing.Span;

/**
 * Calls to drivers, on a few threads per pool server: a server that hangs keeps its own threads,
 * and nobody else's. A runtime has one errand at a time; who asks meanwhile is heard afterwards.
 */
@ApplicationScoped
public class Errands {
  /** So many calls to one pool server are made at once; others wait. */
  public static final int CALLS_MAX = 4;

  private static final long IDLE_SECONDS = 30;

  private final Map<Long, ThreadPoolExecutor> threads = new ConcurrentHashMap<>();
  private final Map<Long, AtomicBoolean> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** An errand of a runtime that is under way; it ends when {@link #done} is called. */
  public final class Errand {
    private final long runtime;

    private Errand(long runtime) {
      this.runtime = runtime;
    }

    /** It is over; true when somebody asked for the runtime meanwhile. */
    public boolean done() {
      AtomicBoolean asked = running.remove(runtime);
      return asked != null && asked.get();
    }
  }

  /** The right to run an errand for the runtime; empty while another one is under way. */
  public Optional<Errand> begin(long runtime) {
    AtomicBoolean other = running.putIfAbsent(runtime, new AtomicBoolean());
    if (other == null) {
      return Optional.of(new Errand(runtime));
    }
    other.set(true);
    return Optional.empty();
  }

  /**
   * Something happened to the runtime: an errand that is under way may have looked before, and what
   * it notes must not hide that it is to be looked at again.
   */
  public void ask(long runtime) {
    AtomicBoolean under = running.get(runtime);
    if (under != null) {
      under.set(true);
    }
  }

  /** The threads that call this server. */
  public Executor at(Site site) {
    return task -> {
      if (closed) {
        throw new RejectedExecutionException("the server stops");
      }
      threads.computeIfAbsent(site.id(), id -> pool(site.name())).execute(Span.carried(task));
    };
  }

  private static ThreadPoolExecutor pool(String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            CALLS_MAX,
            CALLS_MAX,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> thread(task, "omgservers-pool-" + name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** A plain thread, for the reasons that Background gives. */
  static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Errands.class.getClassLoader());
    return thread;
  }

  @PreDestroy
  void close() {
    closed = true;
    threads.values().forEach(ThreadPoolExecutor::shutdownNow);
  }
}
