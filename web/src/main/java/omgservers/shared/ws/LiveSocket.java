package omgservers.shared.ws;

import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** An open socket: who is at its other end, what waits for it, and when it was last heard of. */
public final class LiveSocket {
  private static final String PROPERTY = LiveSocket.class.getName();
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final Session session;
  private final SocketPrincipal principal;
  private final Outgoing outgoing;
  private final Allowance allowance;
  private final SocketFigures.Door door;
  private final LongSupplier nanos;
  private volatile long heard;
  private volatile long asked;
  private volatile long pause;
  private volatile long acted;
  private volatile Runnable action;

  LiveSocket(
      Session session,
      Outgoing outgoing,
      Allowance allowance,
      SocketFigures.Door door,
      LongSupplier nanos) {
    this.session = session;
    this.principal = SocketPrincipal.of(session);
    this.outgoing = outgoing;
    this.allowance = allowance;
    this.door = door;
    this.nanos = nanos;
    this.heard = nanos.getAsLong();
    this.asked = heard;
    session.getUserProperties().put(PROPERTY, this);
  }

  /** The socket of the session, which was opened by {@link Sockets}. */
  public static LiveSocket of(Session session) {
    return (LiveSocket) session.getUserProperties().get(PROPERTY);
  }

  /** The session of the container. */
  public Session session() {
    return session;
  }

  /** Who opened it. */
  public SocketPrincipal principal() {
    return principal;
  }

  /** What is counted where it is open. */
  SocketFigures.Door door() {
    return door;
  }

  /** What is to be sent over it. */
  public Outgoing outgoing() {
    return outgoing;
  }

  /** Something came that is no message. */
  public void hear() {
    heard = nanos.getAsLong();
    outgoing.isOver();
  }

  /**
   * A message of this size comes; whether it passes. One that is too much is dropped; the sender is
   * warned, or cut off when that did not help.
   */
  public boolean admits(int size, Runnable warning) {
    heard = nanos.getAsLong();
    door.in().inc();
    if (outgoing.isOver()) {
      return false;
    }
    switch (allowance.take(size)) {
      case PASSES -> {
        return true;
      }
      case WARNED -> warning.run();
      case TOO_MUCH -> close(CloseCode.TOO_MUCH, "Too many messages");
      case DROPPED -> {
        // It was warned a moment ago.
      }
    }
    door.limited().inc();
    return false;
  }

  /** Whether its ticket was issued after that of the other. */
  public boolean isNewerThan(LiveSocket other) {
    return principal().issued().isAfter(other.principal().issued());
  }

  /**
   * Puts a connection in the place of an older one. Connections of one who comes back again and
   * again may arrive in disorder; the one with the newest ticket is the one that is used.
   *
   * @return the one that is replaced, which may be the new one; null if there was none
   */
  public static <T> T newest(
      Map<Long, T> places, long id, T fresh, Function<T, LiveSocket> socket) {
    AtomicReference<T> replaced = new AtomicReference<>();
    places.compute(
        id,
        (key, present) -> {
          boolean late = present != null && socket.apply(present).isNewerThan(socket.apply(fresh));
          replaced.set(late ? fresh : present);
          return late ? present : fresh;
        });
    T loser = replaced.get();
    if (loser != null) {
      socket.apply(loser).close(CloseCode.REPLACED, "Replaced by another connection");
    }
    return loser;
  }

  /** This is done again and again while it is open, briefly, about so often. */
  public void every(Duration pause, Runnable action) {
    this.action = action;
    this.pause = pause.toNanos();
    this.acted = nanos.getAsLong();
  }

  private void act(long now) {
    Runnable due = action;
    if (due != null && now - acted >= pause) {
      acted = now;
      due.run();
    }
  }

  /** Asks for a sign of life when it was silent for long, and gives up after even longer. */
  void look(long ping, long silence) {
    long now = nanos.getAsLong();
    act(now);
    if (now - heard > silence) {
      close(CloseCode.PROTOCOL, "Inactive connection");
    } else if (now - Math.max(heard, asked) > ping) {
      asked = now;
      try {
        session.getAsyncRemote().sendPing(NOTHING);
      } catch (IOException | IllegalArgumentException | IllegalStateException e) {
        System.getLogger(LiveSocket.class.getName())
            .log(System.Logger.Level.DEBUG, "a socket cannot be asked for a sign of life", e);
      }
    }
  }

  /** Closes it. */
  public void close(int code, String reason) {
    outgoing.close(code, reason);
  }
}
