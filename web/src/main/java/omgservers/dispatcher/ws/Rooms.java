package omgservers.dispatcher.ws;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import omgservers.runtime.RuntimeEvents;
import omgservers.shared.mailbox.Traffic;
import omgservers.shared.platform.Settings;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import omgservers.shared.work.Background;
import omgservers.shared.ws.LiveSocket;
import omgservers.shared.ws.SocketPrincipal;

/** The rooms of this instance, one per runtime that has a connection. */
@ApplicationScoped
public class Rooms {
  /** Before the clients end, and leave their rooms for another reason. */
  private static final int FIRST = 50;

  private final Map<Long, Room> rooms = new ConcurrentHashMap<>();
  private final Set<Long> graces = ConcurrentHashMap.newKeySet();
  private final Room.Bounds bounds;
  private final Executor afterGrace;
  private final Traffic traffic;

  /** Rooms that are closed by the background. */
  @Inject
  public Rooms(Settings settings, Background background, Traffic traffic) {
    this(new Room.Bounds(settings.roomWaiting(), settings.roomGrace()), background, traffic);
  }

  private Rooms(Room.Bounds bounds, Executor background, Traffic traffic) {
    this.traffic = traffic;
    this.bounds = bounds;
    this.afterGrace =
        background == null
            ? null
            : CompletableFuture.delayedExecutor(
                bounds.grace().toMillis(), TimeUnit.MILLISECONDS, background);
  }

  protected Rooms() {
    this(null, (Executor) null, null);
  }

  /** A player or a game server connects. */
  public void enter(LiveSocket socket) {
    SocketPrincipal principal = socket.principal();
    long runtime = principal.runtime();
    Room room = rooms.computeIfAbsent(runtime, id -> new Room(id, bounds, traffic));
    if (principal.isPlayer()) {
      room.playerEnters(principal.client(), socket);
    } else {
      room.runtimeEnters(socket);
    }
    if (!room.hasRuntime()) {
      beginGrace(runtime);
    }
  }

  /** Text comes from a player or a game server. */
  public void said(LiveSocket socket, String text) {
    Room room = room(socket, text.length());
    if (room != null && socket.principal().isPlayer()) {
      room.playerSaid(socket, text);
    } else if (room != null) {
      room.runtimeSaid(socket, text);
    }
  }

  /** Bytes come from a player or a game server. */
  public void said(LiveSocket socket, byte[] bytes) {
    Room room = room(socket, bytes.length);
    if (room != null && socket.principal().isPlayer()) {
      room.playerSaid(socket, bytes);
    } else if (room != null) {
      room.runtimeSaid(socket, bytes);
    }
  }

  /** The room of the socket, if what comes over it is not too much. */
  private Room room(LiveSocket socket, int size) {
    SocketPrincipal principal = socket.principal();
    Room room = rooms.get(principal.runtime());
    boolean admitted = socket.admits(size, () -> warn(room, principal));
    return admitted ? room : null;
  }

  private static void warn(Room room, SocketPrincipal principal) {
    if (room != null && principal.isPlayer()) {
      room.playerIsLimited(principal.client());
    } else {
      System.getLogger(Rooms.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "runtime {0} sends more than it may over its dispatcher socket",
              Long.toString(principal.runtime()));
    }
  }

  /** A connection ends. */
  public void leave(LiveSocket socket) {
    SocketPrincipal principal = socket.principal();
    long runtime = principal.runtime();
    Room room = rooms.get(runtime);
    if (room == null) {
      return;
    }
    if (principal.isPlayer()) {
      room.playerLeaves(principal.client(), socket);
    } else if (room.runtimeLeaves(socket)) {
      beginGrace(runtime);
    }
    if (room.isEmpty()) {
      rooms.remove(runtime, room);
    }
  }

  /** A client left the runtime: its connection to the room ends. */
  void clientGone(@Observes RuntimeEvents.ClientGone event) {
    Room room = rooms.get(event.runtime());
    if (room != null) {
      room.expel(event.client());
    }
  }

  /** The runtime ended: its room ends. */
  void runtimeGone(@Observes RuntimeEvents.RuntimeGone event) {
    close(event.runtime());
  }

  /** The user was signed out: the sockets that were opened before are closed. */
  void signedOut(@Observes @Priority(FIRST) Revoked revoked) {
    rooms.values().forEach(room -> room.signOut(revoked));
  }

  private void beginGrace(long runtime) {
    if (graces.add(runtime)) {
      afterGrace.execute(() -> endGrace(runtime));
    }
  }

  private void endGrace(long runtime) {
    graces.remove(runtime);
    Room room = rooms.get(runtime);
    if (room != null && !room.hasRuntime()) {
      close(runtime);
    }
  }

  private void close(long runtime) {
    Room room = rooms.remove(runtime);
    if (room != null) {
      room.close();
    }
  }
}
