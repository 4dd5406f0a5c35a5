package omgservers.shared.ws;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What is to be sent to one socket, in order, one at a time. A receiver that falls too far behind
 * is disconnected: it would otherwise cost memory without end, and must not slow others.
 */
public final class Outgoing {
  /** A socket may have this many messages waiting. */
  public static final int QUEUE_MAX = 1_024;

  private static final int TOO_SLOW = 4008;

  private final Session session;
  private final Deque<Object> queue = new ArrayDeque<>();
  private boolean sending;
  private boolean closed;

  /** The queue of this socket. */
  public Outgoing(Session session) {
    this.session = session;
  }

  /** The socket. */
  public Session session() {
    return session;
  }

  /** Sends text. */
  public void send(String text) {
    put(text);
  }

  /** Sends bytes. */
  public void send(byte[] bytes) {
    put(bytes);
  }

  private void put(Object message) {
    Object next;
    synchronized (this) {
      if (closed) {
        return;
      }
      if (queue.size() >= QUEUE_MAX) {
        closed = true;
        queue.clear();
        next = null;
      } else {
        queue.add(message);
        next = next();
        if (next == null) {
          return;
        }
      }
    }
    if (next == null) {
      close(session, TOO_SLOW, "Too slow");
    } else {
      transmit(next);
    }
  }

  private Object next() {
    if (sending) {
      return null;
    }
    Object next = queue.poll();
    sending = next != null;
    return next;
  }

  private void transmit(Object message) {
    try {
      RemoteEndpoint.Async remote = session.getAsyncRemote();
      if (message instanceof String text) {
        remote.sendText(text, this::sent);
      } else {
        remote.sendBinary(ByteBuffer.wrap((byte[]) message), this::sent);
      }
    } catch (RuntimeException e) {
      end();
    }
  }

  private void sent(SendResult result) {
    if (!result.isOK()) {
      end();
      return;
    }
    Object next;
    synchronized (this) {
      sending = false;
      next = closed ? null : next();
    }
    if (next != null) {
      transmit(next);
    }
  }

  private synchronized void end() {
    closed = true;
    queue.clear();
  }

  /** Closes a socket; one that is closed already stays so. */
  public static void close(Session session, int code, String reason) {
    try {
      session.close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason));
    } catch (IOException | IllegalStateException e) {
      System.getLogger(Outgoing.class.getName())
          .log(System.Logger.Level.DEBUG, "a socket was closed already", e);
    }
  }
}
