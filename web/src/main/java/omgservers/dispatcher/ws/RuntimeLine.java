package omgservers.dispatcher.ws;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import omgservers.shared.platform.Json;
import omgservers.shared.ws.LiveSocket;

/**
 * The socket of a game server, and the form in which it is told what players say and do: JSON, or
 * binary frames if it asked for them by the sub-protocol {@value #BINARY}. Such a frame is kind (1
 * text, 2 bytes, 3 connected, 4 disconnected, 5 limited), flags (1 resumed), the client's id (8
 * bytes, big-endian), and the message.
 */
final class RuntimeLine {
  /** The sub-protocol of binary frames. */
  static final String BINARY = "omgservers.binary.v1";

  private static final int HEAD_BYTES = 10;
  private static final int RESUMED = 1;

  private final LiveSocket socket;
  private final boolean binary;

  RuntimeLine(LiveSocket socket) {
    this.socket = socket;
    this.binary = BINARY.equals(socket.session().getNegotiatedSubprotocol());
  }

  /** What happens to a client, beside what it says. */
  enum Event {
    /** Its socket opened. */
    CLIENT_CONNECTED(3),
    /** Its socket closed. */
    CLIENT_DISCONNECTED(4),
    /** It sends more than it may, and what is too much is dropped. */
    CLIENT_LIMITED(5);

    private final int kind;

    Event(int kind) {
      this.kind = kind;
    }
  }

  LiveSocket socket() {
    return socket;
  }

  boolean isBinary() {
    return binary;
  }

  void said(long client, String text) {
    if (binary) {
      frame(Envelope.TEXT, 0, client, text.getBytes(StandardCharsets.UTF_8));
    } else {
      socket.outgoing().send(envelope(client, "TXT", Json.quoted(text)));
    }
  }

  void said(long client, byte[] bytes) {
    if (binary) {
      frame(Envelope.BYTES, 0, client, bytes);
    } else {
      String message = '"' + Base64.getEncoder().encodeToString(bytes) + '"';
      socket.outgoing().send(envelope(client, "B64", message));
    }
  }

  private static String envelope(long client, String encoding, String message) {
    return "{\"client_id\":\""
        + client
        + "\",\"encoding\":\""
        + encoding
        + "\",\"message\":"
        + message
        + '}';
  }

  void tell(long client, Event event, boolean resumed) {
    if (binary) {
      frame(event.kind, resumed ? RESUMED : 0, client, new byte[0]);
    } else {
      socket
          .outgoing()
          .send(
              "{\"client_id\":\"%d\",\"encoding\":null,\"message\":null,\"event\":\"%s\",\"resumed\":%b}"
                  .formatted(client, event, resumed));
    }
  }

  private void frame(int kind, int flags, long client, byte[] message) {
    socket
        .outgoing()
        .send(
            ByteBuffer.allocate(HEAD_BYTES + message.length)
                .put((byte) kind)
                .put((byte) flags)
                .putLong(client)
                .put(message)
                .array());
  }
}
