package omgservers.system;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** The client library sends one message after the other. */
final class Outbox {
  private final ConcurrentLinkedQueue<Object> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean sending = new AtomicBoolean();

  void add(WebSocket socket, Object message) {
    if (message != null) {
      waiting.add(message);
      go(socket);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void go(WebSocket socket) {
    if (!sending.compareAndSet(false, true)) {
      return;
    }
    Object next = waiting.poll();
    if (next == null) {
      sending.set(false);
      if (!waiting.isEmpty()) {
        go(socket);
      }
      return;
    }
    var sent =
        next instanceof String text
            ? socket.sendText(text, true)
            : socket.sendBinary((ByteBuffer) next, true);
    sent.whenComplete(
        (done, fault) -> {
          sending.set(false);
          if (fault == null) {
            go(socket);
          }
        });
  }
}
