package omgservers.shared.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import omgservers.shared.security.Revocations;

/**
 * An open page that is sent what it shows, as server-sent events. One that does not take what it
 * was sent is left out of what comes next: it always shows the latest that it took.
 */
final class Watcher implements WriteListener, AsyncListener {
  private final AsyncContext exchange;
  private final ServletOutputStream out;
  private final HttpSession session;
  private volatile boolean over;

  /** Begins to answer the request of this exchange. */
  Watcher(AsyncContext exchange, HttpSession session) throws IOException {
    this.exchange = exchange;
    this.session = session;
    this.out = exchange.getResponse().getOutputStream();
    exchange.setTimeout(0);
    exchange.addListener(this);
    out.setWriteListener(this);
  }

  /** Whether who opened the page is still signed in. */
  boolean isSignedIn(Revocations revocations, Instant now) {
    return SignedIn.lasts(session, revocations, now);
  }

  boolean isOver() {
    return over;
  }

  /** Sends the view unless the last one is still on its way. */
  synchronized void send(String json) {
    write("data: " + json + "\n\n");
  }

  private void write(String event) {
    if (over) {
      return;
    }
    try {
      if (out.isReady()) {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        if (out.isReady()) {
          out.flush();
        }
      }
    } catch (IOException | IllegalStateException e) {
      over = true;
    }
  }

  /** The page is told that nothing comes any more. */
  synchronized void end() {
    if (over) {
      return;
    }
    write("event: over\ndata: {}\n\n");
    over = true;
    try {
      exchange.complete();
    } catch (IllegalStateException e) {
      // It was over already.
      over = true;
    }
  }

  @Override
  public void onWritePossible() {}

  @Override
  public void onError(Throwable thrown) {
    over = true;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    over = true;
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    over = true;
  }

  @Override
  public void onError(AsyncEvent event) {
    over = true;
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
