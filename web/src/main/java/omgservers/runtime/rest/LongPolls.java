package omgservers.runtime.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import omgservers.runtime.RuntimeInterchange;
import omgservers.runtime.RuntimeSessions;
import omgservers.shared.mailbox.Bell;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.platform.Settings;
import omgservers.shared.work.Background;

/**
 * Game servers that wait for news: their request is answered when something is put into their
 * mailbox or their patience ends. Nobody's thread waits with them.
 */
@ApplicationScoped
public class LongPolls {
  /** It waits no longer than this part of the time after which it would be held for dead. */
  public static final int WAIT_SHARE = 2;

  private final RuntimeInterchange interchange;
  private final RuntimeSessions sessions;
  private final Bell bell;
  private final Background background;
  private final Settings settings;
  private final Map<Long, Poll> polls = new ConcurrentHashMap<>();

  /** Long polls of these mailboxes. */
  @Inject
  public LongPolls(
      RuntimeInterchange interchange,
      RuntimeSessions sessions,
      Bell bell,
      Background background,
      Settings settings) {
    this.interchange = interchange;
    this.sessions = sessions;
    this.bell = bell;
    this.background = background;
    this.settings = settings;
  }

  protected LongPolls() {
    this(null, null, null, null, null);
  }

  /** Who waits: the runtime, when its token was issued, and the request that is suspended. */
  record Waiter(long runtime, Instant issued, HttpServletRequest request) {}

  /**
   * Answers now with what the exchange brings, or as soon as something comes, at the latest after
   * the time.
   */
  void answer(
      Waiter waiter, Duration wait, Supplier<List<Mailboxes.Message>> exchange, AsyncResponse to) {
    if (wait.isZero()) {
      to.resume(incoming(waiter, exchange.get()));
      return;
    }
    Poll poll = new Poll(waiter, to);
    Poll older = polls.put(waiter.runtime, poll);
    if (older != null) {
      // A game server waits once: who asks again has given the other up.
      older.finish(List.of());
    }
    // Before the exchange: what comes after it has looked rings the bell.
    bell.listen(waiter.runtime, poll);
    List<Mailboxes.Message> waiting;
    try {
      waiting = exchange.get();
    } catch (RuntimeException e) {
      poll.leave();
      throw e;
    }
    if (waiting.isEmpty()) {
      if (waiter.request.isAsyncStarted()) {
        waiter.request.getAsyncContext().addListener(poll);
      }
      to.setTimeoutHandler(late -> poll.finish(List.of()));
      long longest = settings.runtimeSilence().dividedBy(WAIT_SHARE).toMillis();
      to.setTimeout(Math.min(wait.toMillis(), longest), TimeUnit.MILLISECONDS);
    } else {
      poll.finish(waiting);
    }
  }

  private RuntimeResource.Incoming incoming(Waiter waiter, List<Mailboxes.Message> waiting) {
    return new RuntimeResource.Incoming(
        waiting.stream().map(RuntimeResource.IncomingMessage::of).toList(),
        sessions.renew(waiter.runtime, waiter.issued).orElse(null));
  }

  private final class Poll implements Runnable, AsyncListener {
    private final Waiter waiter;
    private final AsyncResponse response;
    private final AtomicBoolean answered = new AtomicBoolean();

    Poll(Waiter waiter, AsyncResponse response) {
      this.waiter = waiter;
      this.response = response;
    }

    /** The bell rings, on a thread that must not be held up. */
    @Override
    public void run() {
      background.execute(this::look);
    }

    private void look() {
      try {
        List<Mailboxes.Message> waiting = interchange.waiting(waiter.runtime);
        if (!waiting.isEmpty()) {
          finish(waiting);
        }
      } catch (RuntimeException e) {
        if (answered.compareAndSet(false, true)) {
          leave();
          response.resume(e);
        }
      }
    }

    private void leave() {
      bell.leave(waiter.runtime, this);
      polls.remove(waiter.runtime, this);
    }

    void finish(List<Mailboxes.Message> waiting) {
      if (answered.compareAndSet(false, true)) {
        leave();
        response.resume(incoming(waiter, waiting));
      }
    }

    /** Its connection is gone, and what the answer would be written to may be another's by now. */
    @Override
    public void onError(AsyncEvent event) {
      if (answered.compareAndSet(false, true)) {
        leave();
      }
    }

    @Override
    public void onComplete(AsyncEvent event) {
      // Whoever answered knows.
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // The answer has a timeout of its own.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // It is suspended once.
    }
  }
}
