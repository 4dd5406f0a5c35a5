package omgservers.dispatcher.ws;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.mailbox.Traffic;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.LiveSocket;
import omgservers.shared.ws.Outgoing;

/**
 * The players of a runtime and its game server, connected. Players may come first: what they say
 * waits for the game server, up to a limit. Who comes back within the grace is told as resumed.
 */
final class Room {
  private static final System.Logger LOG = System.getLogger(Room.class.getName());

  private final long runtime;
  private final Bounds bounds;
  private final Traffic traffic;
  private final Map<Long, LiveSocket> players = new ConcurrentHashMap<>();

  /** When the socket of a player closed, who may come back; guarded as the server is. */
  private final Map<Long, Long> away = new HashMap<>();

  private final Deque<Said> waiting = new ArrayDeque<>();
  private volatile RuntimeLine server;
  private boolean hadServer;

  Room(long runtime, Bounds bounds, Traffic traffic) {
    this.runtime = runtime;
    this.bounds = bounds;
    this.traffic = traffic;
  }

  /** So many messages wait for a game server, and so long is a place kept. */
  record Bounds(int waiting, Duration grace) {}

  /** What a player said before the game server was there. */
  private record Said(long client, Object message) {
    void to(RuntimeLine line) {
      if (message instanceof String text) {
        line.said(client, text);
      } else {
        line.said(client, (byte[]) message);
      }
    }
  }

  boolean hasRuntime() {
    return server != null;
  }

  boolean isEmpty() {
    return server == null && players.isEmpty();
  }

  /** The game server connects; an older connection of it is replaced, the players stay. */
  void runtimeEnters(LiveSocket socket) {
    RuntimeLine old;
    synchronized (waiting) {
      old = server;
      if (old != null && old.socket().isNewerThan(socket)) {
        socket.close(CloseCode.REPLACED, "Replaced by another connection");
        return;
      }
      RuntimeLine fresh = new RuntimeLine(socket);
      boolean resumed = hadServer;
      hadServer = true;
      players
          .keySet()
          .forEach(client -> fresh.tell(client, RuntimeLine.Event.CLIENT_CONNECTED, resumed));
      waiting.forEach(said -> said.to(fresh));
      waiting.clear();
      server = fresh;
    }
    if (old != null) {
      old.socket().close(CloseCode.REPLACED, "Replaced by another connection");
    }
  }

  /** The game server's connection ends; false when it is an older one. */
  boolean runtimeLeaves(LiveSocket socket) {
    synchronized (waiting) {
      if (server == null || server.socket() != socket) {
        return false;
      }
      server = null;
      return true;
    }
  }

  void playerEnters(long client, LiveSocket socket) {
    LiveSocket old = LiveSocket.newest(players, client, socket, each -> each);
    if (old == socket) {
      return;
    }
    synchronized (waiting) {
      Long left = away.remove(client);
      boolean back = left != null && System.nanoTime() - left <= bounds.grace.toNanos();
      if (server != null) {
        server.tell(client, RuntimeLine.Event.CLIENT_CONNECTED, old != null || back);
      }
    }
  }

  void playerLeaves(long client, LiveSocket socket) {
    if (players.remove(client, socket)) {
      synchronized (waiting) {
        away.put(client, System.nanoTime());
        if (server != null) {
          server.tell(client, RuntimeLine.Event.CLIENT_DISCONNECTED, false);
        }
      }
    }
  }

  /** The client left the runtime and does not come back. */
  void expel(long client) {
    LiveSocket player = players.get(client);
    if (player != null) {
      player.close(CloseCode.NORMAL, "Left the runtime");
    }
    synchronized (waiting) {
      away.remove(client);
    }
  }

  /** The sockets of a user who was signed out are closed. */
  void signOut(Revoked revoked) {
    players.values().stream()
        .filter(socket -> socket.principal().isOf(revoked))
        .forEach(socket -> socket.close(CloseCode.SIGNED_OUT, "Signed out"));
  }

  /** Text or bytes; what comes late over a socket that was replaced would overtake newer ones. */
  void playerSaid(LiveSocket socket, Object message) {
    long client = socket.principal().client();
    if (players.get(client) == socket) {
      said(new Said(client, message));
    }
  }

  private void said(Said said) {
    traffic.message();
    RuntimeLine line = server;
    if (line == null) {
      synchronized (waiting) {
        line = server;
        if (line == null) {
          if (waiting.size() < bounds.waiting) {
            waiting.add(said);
          }
          return;
        }
      }
    }
    said.to(line);
  }

  /** A player sends too much; the game server is told, as it knows what that means for its game. */
  void playerIsLimited(long client) {
    RuntimeLine line = server;
    if (line != null) {
      line.tell(client, RuntimeLine.Event.CLIENT_LIMITED, false);
    }
  }

  void runtimeSaid(LiveSocket socket, String text) {
    RuntimeLine line = server;
    if (line == null || line.socket() != socket) {
      return;
    }
    try {
      pass(Envelope.parse(text));
    } catch (Envelope.Unreadable e) {
      unreadable(e);
    }
  }

  /** Bytes are envelopes for those only who asked for that form. */
  void runtimeSaid(LiveSocket socket, byte[] bytes) {
    RuntimeLine line = server;
    if (line == null || line.socket() != socket || !line.isBinary()) {
      return;
    }
    try {
      pass(Envelope.parse(ByteBuffer.wrap(bytes)));
    } catch (Envelope.Unreadable e) {
      unreadable(e);
    }
  }

  private void unreadable(Envelope.Unreadable fault) {
    LOG.log(
        System.Logger.Level.DEBUG,
        "runtime {0} sent no envelope: {1}",
        Long.toString(runtime),
        fault.getMessage());
  }

  /** An envelope of the game server goes to all players, or to those that it names. */
  private void pass(Envelope envelope) {
    traffic.message();
    if (envelope.clients() == null) {
      players.values().forEach(player -> send(player.outgoing(), envelope));
      return;
    }
    for (long client : envelope.clients()) {
      LiveSocket player = players.get(client);
      if (player != null) {
        send(player.outgoing(), envelope);
      }
    }
  }

  private static void send(Outgoing player, Envelope envelope) {
    if (envelope.text() != null) {
      player.send(envelope.text(), envelope.isDroppable());
    } else {
      player.send(envelope.bytes(), envelope.isDroppable());
    }
  }

  /** The runtime is gone. */
  void close() {
    List<LiveSocket> all = List.copyOf(players.values());
    all.forEach(player -> player.close(CloseCode.GONE, "Dispatcher deleted"));
    RuntimeLine gone = server;
    if (gone != null) {
      gone.socket().close(CloseCode.GONE, "Dispatcher deleted");
    }
  }
}
