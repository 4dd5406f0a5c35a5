package omgservers.pool;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import omgservers.pool.model.LogStream;

/**
 * Reads what local processes write to their files. One thread looks at all of them, at each as
 * often as it grows; it ends when nothing is read.
 */
@ApplicationScoped
class ProcessOutput {
  private static final long BUSY_MILLIS = 50;
  private static final long GROWING_MILLIS = 200;
  private static final long QUIET_MILLIS_MAX = 1_000;
  private static final long IDLE_SECONDS = 10;

  private final ScheduledThreadPoolExecutor looks =
      new ScheduledThreadPoolExecutor(1, ProcessOutput::thread);

  ProcessOutput() {
    looks.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    looks.allowCoreThreadTimeOut(true);
    looks.setRemoveOnCancelPolicy(true);
    looks.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "omgservers-output");
    thread.setDaemon(true);
    return thread;
  }

  /** Reads both streams of a process from their files. */
  Driver.Reading read(Path stdout, Path stderr, Output output) {
    Tails tails = new Tails(stdout, stderr, output);
    looks.execute(tails);
    return tails;
  }

  @PreDestroy
  void close() {
    looks.shutdownNow();
  }

  private final class Tails implements Driver.Reading, Runnable {
    private final List<FileTail> tails;
    private final Output output;
    private long quiet = GROWING_MILLIS;
    private boolean open = true;
    private Future<?> next;

    Tails(Path stdout, Path stderr, Output output) {
      this.tails =
          List.of(
              new FileTail(stdout, LogStream.STDOUT, output.since().stdout()),
              new FileTail(stderr, LogStream.STDERR, output.since().stderr()));
      this.output = output;
    }

    @Override
    public synchronized void run() {
      if (!open) {
        return;
      }
      try {
        FileTail.Found most = FileTail.Found.NOTHING;
        for (FileTail tail : tails) {
          FileTail.Found found = tail.look(output);
          most = found.compareTo(most) > 0 ? found : most;
        }
        next = looks.schedule(this, pause(most), TimeUnit.MILLISECONDS);
      } catch (IOException | RuntimeException e) {
        open = false;
        System.getLogger(ProcessOutput.class.getName())
            .log(System.Logger.Level.WARNING, "the output of a process cannot be read", e);
      }
    }

    private long pause(FileTail.Found found) {
      quiet =
          found == FileTail.Found.NOTHING ? Math.min(QUIET_MILLIS_MAX, 2 * quiet) : GROWING_MILLIS;
      return switch (found) {
        case PART -> BUSY_MILLIS;
        case ALL -> GROWING_MILLIS;
        case NOTHING -> quiet;
      };
    }

    @Override
    public synchronized boolean isOpen() {
      return open;
    }

    @Override
    public synchronized void close() {
      if (!open) {
        return;
      }
      open = false;
      if (next != null) {
        next.cancel(false);
      }
      try {
        for (FileTail tail : tails) {
          tail.finish(output);
        }
        output.end();
      } catch (IOException e) {
        System.getLogger(ProcessOutput.class.getName())
            .log(System.Logger.Level.WARNING, "the end of a process's output cannot be read", e);
      }
    }
  }
}
