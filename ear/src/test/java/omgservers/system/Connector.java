package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A player's socket to the connector; texts come as text, the end as "CLOSED code". */
final class Connector implements WebSocket.Listener {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket webSocket;

  Connector(JsonNode config) {
    String[] protocols = config.path("sec_web_socket_protocol").asText().split(",", -1);
    webSocket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length))
            .buildAsync(URI.create(config.path("connection_url").asText()), this)
            .join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      received.add(part.toString());
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    received.add("CLOSED " + code);
    return null;
  }

  String next(String wanted) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      String text = received.poll(1, TimeUnit.SECONDS);
      if (text != null && text.contains(wanted)) {
        return text;
      }
    }
    throw new AssertionError("no " + wanted);
  }

  void send(String text) {
    webSocket.sendText(text, true).join();
  }

  /** Ends the connection if the server did not end it before. */
  void close() {
    webSocket
        .sendClose(WebSocket.NORMAL_CLOSURE, "")
        .exceptionally(
            fault -> {
              if (!webSocket.isOutputClosed()) {
                throw new CompletionException(fault);
              }
              return webSocket;
            })
        .join();
  }
}
