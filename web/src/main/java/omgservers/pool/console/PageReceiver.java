package omgservers.pool.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import omgservers.pool.model.LogLine;
import omgservers.pool.rest.LogPage;
import omgservers.pool.rest.LogReceiver;
import omgservers.shared.platform.Json;

/** An open page that follows a log, by server-sent events. */
final class PageReceiver implements LogReceiver, AsyncListener {
  private final AsyncContext exchange;
  private final ServletOutputStream out;
  private volatile boolean closed;

  /** Begins to answer the request of this exchange. */
  PageReceiver(AsyncContext exchange) throws IOException {
    this.exchange = exchange;
    this.out = exchange.getResponse().getOutputStream();
    exchange.setTimeout(0);
    exchange.addListener(this);
  }

  @Override
  public void line(LogLine line) {
    write(
        "event: line\nid: %d\ndata: %s\n\n"
            .formatted(line.number(), Json.write(LogPage.LineView.of(line))));
  }

  @Override
  public void missing(long lines) {
    write("event: missing\ndata: {\"lines\":%d}\n\n".formatted(lines));
  }

  @Override
  public void end() {
    write("event: end\ndata: {}\n\n");
  }

  @Override
  public void stillThere() {
    write(": still there\n\n");
  }

  private void write(String event) {
    if (closed) {
      return;
    }
    try {
      out.write(event.getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException | IllegalStateException e) {
      closed = true;
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      exchange.complete();
    } catch (IllegalStateException e) {
      // It was over already.
      closed = true;
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    closed = true;
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    closed = true;
  }

  @Override
  public void onError(AsyncEvent event) {
    closed = true;
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
