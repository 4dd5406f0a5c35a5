package omgservers.lua;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import party.iroiro.luajava.Lua;

/**
 * <code>websocket.connect(url, params, callback)</code>, <code>send</code>, <code>disconnect</code>
 * as the engine's extension has them. Events: 0 connected, 1 disconnected, 2 message, 3 error.
 */
final class WebSocketFunctions {
  private static final int CONNECTED = 0;
  private static final int DISCONNECTED = 1;
  private static final int MESSAGE = 2;
  private static final int ERROR = 3;
  private static final int NORMAL = 1000;
  private static final Long BINARY = 1L;

  private final EventLoop loop;
  private final Values values;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, Connection> connections = new HashMap<>();
  private int last;

  WebSocketFunctions(EventLoop loop, Values values) {
    this.loop = loop;
    this.values = values;
  }

  int connect(Lua lua) {
    int id = ++last;
    Connection connection = new Connection(id, new Callback(lua, values, 3));
    connections.put(id, connection);
    loop.opened();
    WebSocket.Builder builder = http.newWebSocketBuilder();
    if (Values.read(lua, 2) instanceof Map<?, ?> options
        && options.get("protocol") instanceof String protocol) {
      String[] all = protocol.split("\\s*,\\s*", -1);
      builder.subprotocols(all[0], java.util.Arrays.copyOfRange(all, 1, all.length));
    }
    var unused =
        builder
            .buildAsync(URI.create(Values.text(lua, 1)), connection)
            .whenComplete(
                (socket, failure) -> {
                  if (failure != null) {
                    connection.ended(ERROR, 0, String.valueOf(failure.getMessage()));
                  }
                });
    lua.push(id);
    return 1;
  }

  int send(Lua lua) {
    Connection connection = connections.get((int) lua.toNumber(1));
    if (connection != null && connection.socket != null) {
      if (lua.getTop() >= 3
          && Values.read(lua, 3) instanceof Map<?, ?> options
          && BINARY.equals(options.get("type"))) {
        connection.send(ByteBuffer.wrap(Values.bytes(lua, 2)));
      } else {
        connection.send(Values.text(lua, 2));
      }
    }
    return 0;
  }

  int disconnect(Lua lua) {
    Connection connection = connections.get((int) lua.toNumber(1));
    if (connection != null && connection.socket != null) {
      connection.close();
    }
    return 0;
  }

  private final class Connection implements WebSocket.Listener {
    private final int id;
    private final Callback callback;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private volatile WebSocket socket;
    private boolean over;

    Connection(int id, Callback callback) {
      this.id = id;
      this.callback = callback;
    }

    /** One after the other: the socket takes the next message when the last one has left. */
    synchronized void send(String message) {
      sending =
          sending.thenCompose(sent -> socket.sendText(message, true)).exceptionally(e -> null);
    }

    synchronized void send(ByteBuffer bytes) {
      sending =
          sending.thenCompose(sent -> socket.sendBinary(bytes, true)).exceptionally(e -> null);
    }

    synchronized void close() {
      sending = sending.thenCompose(sent -> socket.sendClose(NORMAL, "")).exceptionally(e -> null);
    }

    @Override
    public void onOpen(WebSocket opened) {
      socket = opened;
      tell(CONNECTED, 0, "");
      opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean complete) {
      text.append(data);
      if (complete) {
        tell(MESSAGE, 0, text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean complete) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      bytes.writeBytes(part);
      if (complete) {
        tell(MESSAGE, 0, bytes.toByteArray());
        bytes.reset();
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ended(DISCONNECTED, code, reason);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended(DISCONNECTED, 1006, String.valueOf(error.getMessage()));
    }

    private void tell(int event, int code, Object message) {
      loop.arrive(
          () -> {
            if (!over) {
              callback.call((double) id, table(event, code, message));
            }
          });
    }

    private void ended(int event, int code, String message) {
      loop.arrive(
          () -> {
            if (!over) {
              over = true;
              connections.remove(id);
              loop.closed();
              callback.call((double) id, table(event, code, message));
              callback.drop();
            }
          });
    }

    private Map<String, Object> table(int event, int code, Object message) {
      Map<String, Object> table = new HashMap<>();
      table.put("event", event);
      table.put("code", code);
      table.put("message", message);
      return table;
    }
  }
}
