package omgservers.dispatcher.ws;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.websocket.Session;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.platform.Json;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.Outgoing;
import omgservers.shared.ws.SocketPrincipal;

/**
 * The players of a runtime and its game server, connected. Players may come first: what they say
 * waits for the game server, up to a limit.
 */
final class Room {
  /** So many messages wait for a game server that is not connected; later ones are dropped. */
  static final int WAITING_MAX = 256;

  private static final System.Logger LOG = System.getLogger(Room.class.getName());

  private final long runtime;
  private final Map<Long, Outgoing> players = new ConcurrentHashMap<>();
  private final Deque<String> waiting = new ArrayDeque<>();
  private volatile Outgoing server;

  Room(long runtime) {
    this.runtime = runtime;
  }

  static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  boolean hasRuntime() {
    return server != null;
  }

  boolean isEmpty() {
    return server == null && players.isEmpty();
  }

  /** The game server connects; an older connection of it is replaced, the players stay. */
  void runtimeEnters(Session session) {
    Outgoing old;
    synchronized (waiting) {
      old = server;
      server = new Outgoing(session);
      players.keySet().forEach(client -> server.send(event(client, "CLIENT_CONNECTED")));
      waiting.forEach(server::send);
      waiting.clear();
    }
    if (old != null) {
      Outgoing.close(old.session(), CloseCode.REPLACED, "Replaced by another connection");
    }
  }

  /** The game server's connection ends; false when it is an older one. */
  boolean runtimeLeaves(Session session) {
    synchronized (waiting) {
      if (server == null || !server.session().equals(session)) {
        return false;
      }
      server = null;
      return true;
    }
  }

  void playerEnters(long client, Session session) {
    Outgoing old = players.put(client, new Outgoing(session));
    if (old != null) {
      Outgoing.close(old.session(), CloseCode.REPLACED, "Replaced by another connection");
    }
    synchronized (waiting) {
      if (server != null) {
        server.send(event(client, "CLIENT_CONNECTED"));
      }
    }
  }

  void playerLeaves(long client, Session session) {
    Outgoing player = players.get(client);
    if (player != null && player.session().equals(session) && players.remove(client, player)) {
      synchronized (waiting) {
        if (server != null) {
          server.send(event(client, "CLIENT_DISCONNECTED"));
        }
      }
    }
  }

  void expel(long client) {
    Outgoing player = players.get(client);
    if (player != null) {
      Outgoing.close(player.session(), CloseCode.NORMAL, "Left the runtime");
    }
  }

  /** The sockets of a user who was signed out are closed. */
  void signOut(Revoked revoked) {
    players.values().stream()
        .map(Outgoing::session)
        .filter(session -> SocketPrincipal.of(session).isOf(revoked))
        .forEach(session -> Outgoing.close(session, CloseCode.SIGNED_OUT, "Signed out"));
  }

  void playerSaid(long client, String encoding, String message) {
    String envelope =
        "{\"client_id\":\"%d\",\"encoding\":\"%s\",\"message\":%s}"
            .formatted(client, encoding, Json.quoted(message));
    synchronized (waiting) {
      if (server != null) {
        server.send(envelope);
      } else if (waiting.size() < WAITING_MAX) {
        waiting.add(envelope);
      }
    }
  }

  private static String event(long client, String event) {
    return "{\"client_id\":\"%d\",\"encoding\":null,\"message\":null,\"event\":\"%s\"}"
        .formatted(client, event);
  }

  /** An envelope of the game server goes to all players, or to those that it names. */
  void runtimeSaid(String text) {
    try {
      JsonObject envelope = Json.value(text).asJsonObject();
      String encoding = envelope.getString("encoding");
      String message = envelope.getString("message");
      Collection<Outgoing> receivers = receivers(envelope.get("clients"));
      switch (encoding) {
        case "TXT" -> receivers.forEach(player -> player.send(message));
        case "B64" -> {
          byte[] bytes = Base64.getDecoder().decode(message);
          receivers.forEach(player -> player.send(bytes));
        }
        default -> LOG.log(System.Logger.Level.DEBUG, "unknown encoding {0}", encoding);
      }
    } catch (JsonException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "runtime " + runtime + " sent no envelope", e);
    }
  }

  private Collection<Outgoing> receivers(JsonValue clients) {
    if (clients == null || clients == JsonValue.NULL) {
      return players.values();
    }
    JsonArray ids = clients.asJsonArray();
    return ids.stream().map(Room::id).map(players::get).filter(Objects::nonNull).toList();
  }

  private static Long id(JsonValue value) {
    return value instanceof JsonNumber number
        ? number.longValue()
        : Long.valueOf(((JsonString) value).getString());
  }

  /** The runtime is gone. */
  void close() {
    List<Outgoing> all = List.copyOf(players.values());
    all.forEach(player -> Outgoing.close(player.session(), CloseCode.GONE, "Dispatcher deleted"));
    Outgoing gone = server;
    if (gone != null) {
      Outgoing.close(gone.session(), CloseCode.GONE, "Dispatcher deleted");
    }
  }
}
