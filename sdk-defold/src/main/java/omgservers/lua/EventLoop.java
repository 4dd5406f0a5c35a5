package omgservers.lua;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which Lua runs. What happens elsewhere is handed over to it; it ends when
 * nothing is left that could happen.
 */
final class EventLoop {
  private final LinkedBlockingQueue<Runnable> arrived = new LinkedBlockingQueue<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::at));
  private int open;

  /** Something to run at a time of the nano clock. */
  record Alarm(long at, Runnable task) {}

  /** Something is under way elsewhere that will arrive later; called on the loop's thread. */
  void opened() {
    open++;
  }

  /** What was under way has ended; called on the loop's thread. */
  void closed() {
    open--;
  }

  /** Hands a task over to the loop, from any thread. */
  void arrive(Runnable task) {
    arrived.add(task);
  }

  /** Runs the task after a delay in seconds; called on the loop's thread. */
  Alarm after(double seconds, Runnable task) {
    Alarm alarm = new Alarm(System.nanoTime() + (long) (seconds * 1e9), task);
    alarms.add(alarm);
    return alarm;
  }

  /** Forgets an alarm. */
  void forget(Alarm alarm) {
    alarms.remove(alarm);
  }

  /** Runs until nothing can happen any more. */
  void run() throws InterruptedException {
    while (open > 0 || !alarms.isEmpty() || !arrived.isEmpty()) {
      Runnable task = next();
      if (task != null) {
        task.run();
      }
    }
  }

  private Runnable next() throws InterruptedException {
    Alarm alarm = alarms.peek();
    if (alarm == null) {
      return arrived.take();
    }
    long wait = alarm.at - System.nanoTime();
    if (wait > 0) {
      return arrived.poll(wait, TimeUnit.NANOSECONDS);
    }
    alarms.poll();
    return alarm.task;
  }
}
