package omgservers.runtime.rest;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.OutboundSseEvent;
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
import omgservers.runtime.model.LogLine;
import omgservers.runtime.output.Listeners;
import omgservers.runtime.output.Logs;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;

/**
 * Those who follow logs. Each reads the kept log from where it is, so that nothing piles up for one
 * that is slow: it is sent what is still kept. One that takes nothing for a while is dropped; it
 * may come again and say what it had.
 */
@ApplicationScoped
public class Followers {
  /** So many may follow one runtime at once. */
  public static final int PER_RUNTIME_MAX = 8;

  /** After this time a follower has to come again, with a token that is still good. */
  public static final Duration FOLLOWED_MAX = Duration.ofHours(1);

  /** One that did not take what it was sent for so long is dropped. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int IDLE = 0;
  private static final int BUSY = 1;
  private static final int BUSY_AND_ASKED = 2;
  private static final long NET_MILLIS = 2_000;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final int LINES_AT_ONCE = 200;
  private static final long IDLE_SECONDS = 30;

  private final Logs logs;
  private final Listeners listeners;
  private final Settings settings;
  private final Time time;
  private final Set<Follower> all = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor threads;

  /** Followers of these logs. */
  @Inject
  public Followers(Logs logs, Listeners listeners, Settings settings, Time time) {
    this.logs = logs;
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
    this(null, null, null, null);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "omgservers-follower");
    thread.setDaemon(true);
    thread.setContextClassLoader(Followers.class.getClassLoader());
    return thread;
  }

  /** What is followed: the runtime of the stage, from the line on, and which lines of it. */
  record Wanted(Admission stage, long runtime, long from, Logs.Wish wish) {}

  /** Sends the log to the sink from now on. */
  void follow(Wanted wanted, SseEventSink sink, Sse sse) {
    Follower follower = new Follower(wanted, sink, sse);
    synchronized (all) {
      requireRoom(wanted.runtime);
      all.add(follower);
    }
    follower.begin();
  }

  private void requireRoom(long runtime) {
    if (all.size() >= settings.logFollowers()) {
      throw Refusal.tooMany(RETRY, "Too many follow logs of this server at the moment.");
    }
    long same = all.stream().filter(each -> each.wanted.runtime == runtime).count();
    if (same >= PER_RUNTIME_MAX) {
      throw Refusal.tooMany(
          RETRY, "The runtime is followed by %d already.".formatted(PER_RUNTIME_MAX));
    }
  }

  @PreDestroy
  void close() {
    threads.shutdownNow();
    all.forEach(Follower::end);
  }

  private final class Follower implements Runnable {
    private final Wanted wanted;
    private final SseEventSink sink;
    private final Sse sse;
    private final Instant until = time.now().plus(FOLLOWED_MAX);
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private volatile Instant sent = time.now();
    private volatile Instant sending;
    private volatile Future<?> net;
    private long next;
    private boolean ended;

    Follower(Wanted wanted, SseEventSink sink, Sse sse) {
      this.wanted = wanted;
      this.sink = sink;
      this.sse = sse;
      this.next = wanted.from;
    }

    /** Other instances tell us nothing, and who went away is only noticed by sending. */
    void begin() {
      listeners.add(wanted.runtime, this);
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
      if (ended || sink.isClosed() || time.now().isAfter(until)) {
        end();
      }
    }

    private void sendAll() {
      Logs.Part part;
      do {
        part = logs.read(wanted.stage, wanted.runtime, next, LINES_AT_ONCE, wanted.wish);
        if (next < part.missing()) {
          send(missing(part.missing() - next));
        }
        for (LogLine line : part.lines()) {
          send(event(line));
        }
        next = part.next();
      } while (part.more() && !sink.isClosed());
      if (part.ended()) {
        send(sse.newEventBuilder().name("end").data("{}").build());
        ended = true;
      } else if (sent.plus(HEARTBEAT).isBefore(time.now())) {
        send(sse.newEventBuilder().comment("still there").build());
      }
    }

    private OutboundSseEvent event(LogLine line) {
      return sse.newEventBuilder()
          .name("line")
          .id(Long.toString(line.number()))
          .data(Json.write(LogResource.LineView.of(line)))
          .build();
    }

    private OutboundSseEvent missing(long count) {
      return sse.newEventBuilder().name("missing").data("{\"lines\":%d}".formatted(count)).build();
    }

    private void send(OutboundSseEvent event) {
      sending = time.now();
      sink.send(event);
      sending = null;
      sent = time.now();
    }

    void end() {
      listeners.remove(wanted.runtime, this);
      all.remove(this);
      Future<?> ticking = net;
      if (ticking != null) {
        ticking.cancel(false);
      }
      sink.close();
    }
  }
}
