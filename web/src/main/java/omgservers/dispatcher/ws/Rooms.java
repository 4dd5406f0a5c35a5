package omgservers.dispatcher.ws;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import omgservers.runtime.RuntimeEvents;
import omgservers.shared.security.model.RevokedTokens.Revoked;
import omgservers.shared.work.Background;
import omgservers.shared.ws.SocketPrincipal;

/** The rooms of this instance, one per runtime that has a connection. */
@ApplicationScoped
public class Rooms {
  /** A room whose game server is not connected is closed after this time. */
  public static final int GRACE_SECONDS = 30;

  /** Before the clients end, and leave their rooms for another reason. */
  private static final int FIRST = 50;

  private final Map<Long, Room> rooms = new ConcurrentHashMap<>();
  private final Set<Long> graces = ConcurrentHashMap.newKeySet();
  private final Executor afterGrace;

  /** Rooms that are closed by the background. */
  @Inject
  public Rooms(Background background) {
    this.afterGrace =
        background == null
            ? null
            : CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS, background);
  }

  protected Rooms() {
    this(null);
  }

  /** A player or a game server connects. */
  public void enter(SocketPrincipal principal, Session session) {
    long runtime = principal.runtime();
    Room room = rooms.computeIfAbsent(runtime, Room::new);
    if (principal.isPlayer()) {
      room.playerEnters(principal.client(), session);
    } else {
      room.runtimeEnters(session);
    }
    if (!room.hasRuntime()) {
      beginGrace(runtime);
    }
  }

  /** Text comes from a player or a game server. */
  public void said(SocketPrincipal principal, String text) {
    Room room = rooms.get(principal.runtime());
    if (room != null && principal.isPlayer()) {
      room.playerSaid(principal.client(), "TXT", text);
    } else if (room != null) {
      room.runtimeSaid(text);
    }
  }

  /** Bytes come from a player; game servers wrap theirs into envelopes. */
  public void said(SocketPrincipal principal, byte[] bytes) {
    Room room = rooms.get(principal.runtime());
    if (room != null && principal.isPlayer()) {
      room.playerSaid(principal.client(), "B64", Room.base64(bytes));
    }
  }

  /** A connection ends. */
  public void leave(SocketPrincipal principal, Session session) {
    long runtime = principal.runtime();
    Room room = rooms.get(runtime);
    if (room == null) {
      return;
    }
    if (principal.isPlayer()) {
      room.playerLeaves(principal.client(), session);
    } else if (room.runtimeLeaves(session)) {
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
