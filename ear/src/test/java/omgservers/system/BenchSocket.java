package omgservers.system;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * A socket for benches: counts what comes, and calls with each message, which is text or a buffer.
 */
final class BenchSocket implements WebSocket.Listener {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final AtomicLong received;
  private final BiConsumer<WebSocket, Object> listener;
  private final StringBuilder part = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private BenchSocket(AtomicLong received, BiConsumer<WebSocket, Object> listener) {
    this.received = received;
    this.listener = listener;
  }

  static WebSocket open(
      URI url, String[] protocols, AtomicLong received, BiConsumer<WebSocket, Object> listener) {
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    if (protocols.length > 0) {
      String[] more = java.util.Arrays.copyOfRange(protocols, 1, protocols.length);
      builder.subprotocols(protocols[0], more);
    }
    return builder.buildAsync(url, new BenchSocket(received, listener)).join();
  }

  /** Sends the text; one that cannot be sent shows as one that does not arrive. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static void send(WebSocket socket, String text) {
    socket.sendText(text, true);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      String text = part.toString();
      part.setLength(0);
      received.incrementAndGet();
      listener.accept(from, text);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    ByteBuffer whole = data;
    if (!last || bytes.size() > 0) {
      // A frame comes in parts where the client's buffer ends.
      byte[] some = new byte[data.remaining()];
      data.get(some);
      bytes.writeBytes(some);
      whole = ByteBuffer.wrap(bytes.toByteArray());
    }
    if (last) {
      bytes.reset();
      received.incrementAndGet();
      listener.accept(from, whole);
    }
    from.request(1);
    return null;
  }
}
