package omgservers.runtime.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.AsyncResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.runtime.RuntimeInterchange;
import omgservers.runtime.RuntimeSessions;
import omgservers.shared.mailbox.Bell;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.work.Background;

/**
 * Game servers that wait for news: their request is answered when something is put into their
 * mailbox or their patience ends. Nobody's thread waits with them.
 */
@ApplicationScoped
public class LongPolls {
  private final RuntimeInterchange interchange;
  private final RuntimeSessions sessions;
  private final Bell bell;
  private final Background background;

  /** Long polls of these mailboxes. */
  @Inject
  public LongPolls(
      RuntimeInterchange interchange, RuntimeSessions sessions, Bell bell, Background background) {
    this.interchange = interchange;
    this.sessions = sessions;
    this.bell = bell;
    this.background = background;
  }

  protected LongPolls() {
    this(null, null, null, null);
  }

  /** Who waits: the runtime, and when its token was issued. */
  record Waiter(long runtime, Instant issued) {}

  /** Answers now with what waits, or as soon as something does, at the latest after the time. */
  void answer(
      Waiter waiter, List<Mailboxes.Message> waiting, Duration wait, AsyncResponse response) {
    if (!waiting.isEmpty() || wait.isZero()) {
      response.resume(incoming(waiter, waiting));
      return;
    }
    Poll poll = new Poll(waiter, response);
    bell.listen(waiter.runtime, poll);
    response.setTimeout(wait.toMillis(), TimeUnit.MILLISECONDS);
    response.setTimeoutHandler(late -> poll.finish(List.of()));
    // Something may have come before we listened.
    poll.run();
  }

  private RuntimeResource.Incoming incoming(Waiter waiter, List<Mailboxes.Message> waiting) {
    return new RuntimeResource.Incoming(
        waiting.stream().map(RuntimeResource.IncomingMessage::of).toList(),
        sessions.renew(waiter.runtime, waiter.issued).orElse(null));
  }

  private final class Poll implements Runnable {
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
          bell.leave(waiter.runtime, this);
          response.resume(e);
        }
      }
    }

    void finish(List<Mailboxes.Message> waiting) {
      if (answered.compareAndSet(false, true)) {
        bell.leave(waiter.runtime, this);
        response.resume(incoming(waiter, waiting));
      }
    }
  }
}
