package omgservers.runtime.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  private static final String ATTRIBUTE = LongPolls.class.getName();

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

  /** Who waits: the runtime, when its token was issued, and its request. */
  record Waiter(long runtime, Instant issued, HttpServletRequest request) {}

  /**
   * Answers now with what the exchange brings, or as soon as something comes, at the latest after
   * the time. The request is suspended only when there is nothing to say yet: while one that is
   * suspended is still at work, its connection may go, and then Payara gives the objects of the
   * request to two others.
   */
  CompletionStage<RuntimeResource.Incoming> answer(
      Waiter waiter, Duration wait, Supplier<List<Mailboxes.Message>> exchange) {
    if (wait.isZero()) {
      return CompletableFuture.completedFuture(incoming(waiter, exchange.get()));
    }
    Poll poll = new Poll(waiter);
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
      waiter.request.setAttribute(ATTRIBUTE, poll);
      long longest = settings.runtimeSilence().dividedBy(WAIT_SHARE).toMillis();
      poll.expire(Math.min(wait.toMillis(), longest));
    } else {
      poll.finish(waiting);
    }
    return poll.answer;
  }

  /** Watches the connection of a request that was suspended, if it was. */
  static void watch(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Poll poll) {
      try {
        request.getAsyncContext().addListener(poll);
      } catch (IllegalStateException e) {
        // Answered by now, or its connection is gone.
        poll.giveUp();
      }
    }
  }

  private RuntimeResource.Incoming incoming(Waiter waiter, List<Mailboxes.Message> waiting) {
    return new RuntimeResource.Incoming(
        waiting.stream().map(RuntimeResource.IncomingMessage::of).toList(),
        sessions.renew(waiter.runtime, waiter.issued).orElse(null));
  }

  private final class Poll implements Runnable, AsyncListener {
    private final Waiter waiter;
    private final CompletableFuture<RuntimeResource.Incoming> answer = new CompletableFuture<>();
    private final CompletableFuture<Boolean> patience = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Poll(Waiter waiter) {
      this.waiter = waiter;
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
        if (ends()) {
          answer.completeExceptionally(e);
        }
      }
    }

    void expire(long millis) {
      CompletionStage<Boolean> late =
          patience.completeOnTimeout(true, millis, TimeUnit.MILLISECONDS);
      late.thenAccept(
          isLate -> {
            if (isLate) {
              background.execute(() -> finish(List.of()));
            }
          });
    }

    /** Whether it ended by this call. */
    private boolean ends() {
      if (!ended.compareAndSet(false, true)) {
        return false;
      }
      leave();
      return true;
    }

    private void leave() {
      bell.leave(waiter.runtime, this);
      polls.remove(waiter.runtime, this);
      patience.complete(false);
    }

    void finish(List<Mailboxes.Message> waiting) {
      if (!ends()) {
        return;
      }
      try {
        answer.complete(incoming(waiter, waiting));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    /** Its connection is gone, and what the answer would be written to may be another's by now. */
    void giveUp() {
      ends();
    }

    @Override
    public void onError(AsyncEvent event) {
      giveUp();
    }

    @Override
    public void onComplete(AsyncEvent event) {
      // Whoever answered knows.
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // Its patience is shorter than the server's.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      // It is suspended once.
    }
  }
}
