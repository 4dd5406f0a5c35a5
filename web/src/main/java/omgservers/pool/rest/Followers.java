package omgservers.pool.rest;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import omgservers.pool.LogListeners;
import omgservers.pool.LogReading;
import omgservers.pool.model.LogLine;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;

/**
 * Those who follow logs. Each reads the kept log from where it is, so that nothing piles up for one
 * that is slow: it is sent what is still kept. One that takes nothing for a while is dropped; it
 * may come again and say what it had.
 */
@ApplicationScoped
public class Followers {
  /**
   * What a log is as it grows. Whoever accepts anything gets a part of it: between two equals a
   * server takes the method that the JVM happens to list first (JAX-RS 3.1, 3.7.2, qs).
   */
  public static final String STREAM = MediaType.SERVER_SENT_EVENTS + ";qs=0.5";

  /** So many may follow one log at once. */
  public static final int PER_LOG_MAX = 8;

  /** After this time a follower has to come again, with a token that is still good. */
  public static final Duration FOLLOWED_MAX = Duration.ofHours(1);

  /** So many lines are read at once. */
  public static final int LINES_AT_ONCE = 200;

  /** One that did not take what it was sent for so long is dropped. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int BUSY_AND_ASKED = 2;
  private static final long NET_MILLIS = 2_000;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private static final long IDLE_SECONDS = 30;

  private final LogListeners listeners;
  private final Settings settings;
  private final Time time;
  private final Set<Follower> all = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor threads;

  /** Followers of these logs. */
  @Inject
  public Followers(LogListeners listeners, Settings settings, Time time) {
    this.listeners = listeners;
    this.settings = settings;
    this.time = time;
    // A follower that takes nothing holds a thread until it is dropped: each may have one.
    int count = settings == null ? 1 : settings.logFollowers() + 1;
    this.threads = new ScheduledThreadPoolExecutor(count, Followers::thread);
    threads.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    threads.allowCoreThreadTimeOut(true);
    threads.setRemoveOnCancelPolicy(true);
  }

  protected Followers() {
    this(null, null, null);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "omgservers-follower");
    thread.setDaemon(true);
    thread.setContextClassLoader(Followers.class.getClassLoader());
    return thread;
  }

  /**
   * What is followed: the log of the thing with the id, from the line on, and what reads it from a
   * line on.
   */
  public record Wanted(long log, long from, LongFunction<LogReading.Part> reader) {}

  /** Sends the log to the sink from now on. */
  public void follow(Wanted wanted, SseEventSink sink, Sse sse) {
    follow(wanted, new EventReceiver(sink, sse));
  }

  /** Sends the log to the receiver from now on. */
  public void follow(Wanted wanted, LogReceiver receiver) {
    Follower follower = new Follower(wanted, receiver);
    synchronized (all) {
      requireRoom(wanted.log);
      all.add(follower);
    }
    follower.begin();
  }

  /** Refused when so many follow that one more cannot. */
  public void requireRoom(long log) {
    if (all.size() >= settings.logFollowers()) {
      throw Refusal.tooMany(RETRY, "Too many follow logs of this server at the moment.");
    }
    long same = all.stream().filter(each -> each.wanted.log == log).count();
    if (same >= PER_LOG_MAX) {
      throw Refusal.tooMany(RETRY, "The log is followed by %d already.".formatted(PER_LOG_MAX));
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
    all.forEach(Follower::end);
  }

  private final class Follower implements Runnable {
    private final Wanted wanted;
    private final LogReceiver receiver;
    private final Instant until = time.now().plus(FOLLOWED_MAX);
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private volatile Instant sent = time.now();
    private volatile Instant sending;
    private volatile Future<?> net;
    private long next;
    private boolean ended;

    Follower(Wanted wanted, LogReceiver receiver) {
      this.wanted = wanted;
      this.receiver = receiver;
      this.next = wanted.from;
    }

    /** Other instances tell us nothing, and who went away is only noticed by sending. */
    void begin() {
      listeners.add(wanted.log, this);
      net = threads.scheduleWithFixedDelay(this, 0, NET_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Something may have come; told on threads that must not be held up. */
    @Override
    public void run() {
      Instant since = sending;
      if (since != null && since.plus(PATIENCE).isBefore(time.now())) {
        end();
      } else if (state.getAndUpdate(now -> now == IDLE ? BUSY : BUSY_AND_ASKED) == IDLE) {
        try {
          threads.execute(this::look);
        } catch (RejectedExecutionException e) {
          end();
        }
      }
    }

    private void look() {
      do {
        state.set(BUSY);
        try {
          sendAll();
        } catch (RuntimeException e) {
          // It went away, or what it follows did.
          ended = true;
        }
      } while (!ended && !state.compareAndSet(BUSY, IDLE));
      if (ended || receiver.isClosed() || time.now().isAfter(until)) {
        end();
      }
    }

    private void sendAll() {
      LogReading.Part part;
      do {
        part = wanted.reader.apply(next);
        if (next < part.missing()) {
          long missing = part.missing() - next;
          send(() -> receiver.missing(missing));
        }
        for (LogLine line : part.lines()) {
          send(() -> receiver.line(line));
        }
        next = part.next();
      } while (part.more() && !receiver.isClosed());
      if (part.ended()) {
        send(receiver::end);
        ended = true;
      } else if (sent.plus(HEARTBEAT).isBefore(time.now())) {
        send(receiver::stillThere);
      }
    }

    private void send(Runnable event) {
      sending = time.now();
      event.run();
      sending = null;
      sent = time.now();
    }

    void end() {
      listeners.remove(wanted.log, this);
      all.remove(this);
      Future<?> ticking = net;
      if (ticking != null) {
        ticking.cancel(false);
      }
      receiver.close();
    }
  }
}
