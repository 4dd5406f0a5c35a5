package omgservers.pool.rest;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import omgservers.pool.model.LogLine;
import omgservers.shared.platform.Json;

/** A client of the API that follows a log. */
final class EventReceiver implements LogReceiver {
  private final SseEventSink sink;
  private final Sse sse;

  EventReceiver(SseEventSink sink, Sse sse) {
    this.sink = sink;
    this.sse = sse;
  }

  @Override
  public void line(LogLine line) {
    send(
        sse.newEventBuilder()
            .name("line")
            .id(Long.toString(line.number()))
            .data(Json.write(LogPage.LineView.of(line)))
            .build());
  }

  @Override
  public void missing(long lines) {
    send(sse.newEventBuilder().name("missing").data("{\"lines\":%d}".formatted(lines)).build());
  }

  @Override
  public void end() {
    send(sse.newEventBuilder().name("end").data("{}").build());
  }

  @Override
  public void stillThere() {
    send(sse.newEventBuilder().comment("still there").build());
  }

  private void send(OutboundSseEvent event) {
    sink.send(event);
  }

  @Override
  public boolean isClosed() {
    return sink.isClosed();
  }

  @Override
  public void close() {
    sink.close();
  }
}
