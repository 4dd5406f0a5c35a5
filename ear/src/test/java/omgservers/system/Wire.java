package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One end of a WebSocket: texts come as text, bytes as "BIN hex", the end as "CLOSED code reason".
 */
final class Wire implements WebSocket.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder bytes = new StringBuilder("BIN ");
  private final boolean reads;
  private final WebSocket webSocket;

  private Wire(JsonNode config, boolean reads, List<String> more, Map<String, String> headers) {
    this.reads = reads;
    List<String> protocols = new ArrayList<>(more);
    protocols.addAll(Arrays.asList(config.path("sec_web_socket_protocol").asText().split(",", -1)));
    WebSocket.Builder builder = HTTP.newWebSocketBuilder();
    headers.forEach(builder::header);
    webSocket =
        builder
            .subprotocols(
                protocols.get(0), protocols.subList(1, protocols.size()).toArray(String[]::new))
            .buildAsync(URI.create(config.path("connection_url").asText()), this)
            .join();
  }

  static Wire open(JsonNode config) {
    return new Wire(config, true, List.of(), Map.of());
  }

  /** Asks for this sub-protocol besides. */
  static Wire open(JsonNode config, String protocol) {
    return new Wire(config, true, List.of(protocol), Map.of());
  }

  /** As a script of the web page would. */
  static Wire openFrom(String origin, JsonNode config) {
    return new Wire(config, true, List.of(), Map.of("Origin", origin));
  }

  /** Never reads a thing. */
  static Wire openDeaf(JsonNode config) {
    return new Wire(config, false, List.of(), Map.of());
  }

  @Override
  public void onOpen(WebSocket from) {
    if (reads) {
      from.request(1);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      received.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    bytes.append(HexFormat.of().formatHex(part));
    if (last) {
      received.add(bytes.toString());
      bytes.setLength("BIN ".length());
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    received.add("CLOSED " + code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable fault) {
    received.add("CLOSED by a fault: " + fault);
  }

  /** The next that contains this; others before it are passed over. */
  String next(String wanted) {
    List<String> passed = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      String next = poll();
      if (next != null && next.contains(wanted)) {
        return next;
      }
      if (next != null) {
        passed.add(next.length() > 200 ? next.substring(0, 200) : next);
      }
    }
    throw new AssertionError("no " + wanted + " in " + passed);
  }

  /** All up to the next that contains this. */
  List<String> until(String wanted) {
    List<String> all = new ArrayList<>();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      String next = poll();
      if (next != null) {
        all.add(next);
        if (next.contains(wanted)) {
          return all;
        }
      }
    }
    throw new AssertionError("no " + wanted + " after " + all.size() + " others");
  }

  private String poll() {
    return within(1_000);
  }

  /** The next, if it comes within so many milliseconds, or null. */
  String within(long millis) {
    try {
      return received.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void send(String message) {
    webSocket.sendText(message, true).join();
  }

  void send(byte[] message) {
    webSocket.sendBinary(ByteBuffer.wrap(message), true).join();
  }

  /** Breaks off without a word. */
  void abort() {
    webSocket.abort();
  }

  /** One that the other side closed a moment ago closes itself. */
  @Override
  public void close() {
    webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(closed -> null).join();
  }
}
