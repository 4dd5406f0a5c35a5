package omgservers.shared.ws;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * What is to be sent to one socket, in order, one at a time. When too much waits, messages that may
 * be dropped go first, the oldest before the others; if there are none, the receiver is
 * disconnected: it would otherwise cost memory without end, and must not slow others.
 */
public final class Outgoing {
  /** An end that is not answered is not waited for longer than this, and as long again at most. */
  static final int END_MILLIS = 1_000;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private final Session session;
  private final int messagesMax;
  private final int bytesMax;
  private final SocketFigures.Door door;
  private final Executor background;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private int bytes;
  private boolean sending;
  private boolean closed;
  private volatile CloseReason end;

  /** The queue of this socket, which holds so many messages and bytes at most. */
  Outgoing(
      Session session,
      int messagesMax,
      int bytesMax,
      SocketFigures.Door door,
      Executor background) {
    this.session = session;
    this.messagesMax = messagesMax;
    this.bytesMax = bytesMax;
    this.door = door;
    this.background = background;
  }

  /** A message, and who wants to know that it was taken. */
  private record Waiting(Object message, int size, boolean droppable, Runnable taken) {}

  /** Sends text. */
  public void send(String text) {
    send(text, false);
  }

  /** Sends text, which may perhaps be dropped for newer messages. */
  public void send(String text, boolean droppable) {
    put(new Waiting(text, text.length(), droppable, null));
  }

  /** Sends text, and calls, briefly, when the socket took it; never when it is closed before. */
  public void send(String text, Runnable taken) {
    put(new Waiting(text, text.length(), false, taken));
  }

  /** Sends bytes. */
  public void send(byte[] message) {
    send(message, false);
  }

  /** Sends bytes, which may perhaps be dropped for newer messages. */
  public void send(byte[] message, boolean droppable) {
    put(new Waiting(message, message.length, droppable, null));
  }

  private void put(Waiting message) {
    boolean slow;
    synchronized (this) {
      if (closed) {
        return;
      }
      slow = sending;
      if (slow) {
        queue.add(message);
        bytes += message.size;
        if (makeRoom()) {
          return;
        }
        discard();
      } else {
        sending = true;
      }
    }
    if (slow) {
      door.slow().inc();
      close(CloseCode.TOO_SLOW, "Too slow");
    } else {
      transmit(message);
    }
  }

  /** Whether what waits is within the bounds, after dropping what may be. */
  private boolean makeRoom() {
    Iterator<Waiting> oldest = queue.iterator();
    while ((queue.size() > messagesMax || bytes > bytesMax) && oldest.hasNext()) {
      Waiting each = oldest.next();
      if (each.droppable) {
        oldest.remove();
        bytes -= each.size;
      }
    }
    return queue.size() <= messagesMax && bytes <= bytesMax;
  }

  /** Sends the message and, as long as each is taken at once, those that wait. */
  private void transmit(Waiting message) {
    Waiting next = message;
    while (next != null) {
      Sending sent = new Sending(next.taken);
      door.out().inc();
      try {
        RemoteEndpoint.Async remote = session.getAsyncRemote();
        if (next.message instanceof String text) {
          remote.sendText(text, sent);
        } else {
          remote.sendBinary(ByteBuffer.wrap((byte[]) next.message), sent);
        }
      } catch (RuntimeException e) {
        discard();
        return;
      }
      next = sent.isDoneAlready() ? following() : null;
    }
  }

  private synchronized Waiting following() {
    Waiting next = queue.poll();
    sending = next != null;
    bytes -= next == null ? 0 : next.size;
    return next;
  }

  /** One message on its way. Whoever notices last that it was taken sends the next. */
  private final class Sending implements SendHandler {
    private final Runnable taken;
    private boolean returned;
    private boolean done;

    Sending(Runnable taken) {
      this.taken = taken;
    }

    @Override
    public void onResult(SendResult result) {
      if (!result.isOK()) {
        discard();
        return;
      }
      if (taken != null) {
        taken.run();
      }
      synchronized (this) {
        done = true;
        if (!returned) {
          return;
        }
      }
      transmit(following());
    }

    synchronized boolean isDoneAlready() {
      returned = true;
      return done;
    }
  }

  private synchronized void discard() {
    closed = true;
    queue.clear();
    bytes = 0;
  }

  /**
   * Closes the socket; nothing more is sent than what waits. It happens where what comes over it is
   * read, when the other end answers, or a moment later. When a connection breaks while it is
   * closed elsewhere, Payara gives the objects of the request that opened it to two others; and the
   * other end breaks it at such a moment more often than not, for example when it has come back
   * over another.
   */
  public void close(int code, String reason) {
    synchronized (this) {
      closed = true;
      if (end != null) {
        return;
      }
      end = CloseCode.reason(code, reason);
    }
    int pause = END_MILLIS + ThreadLocalRandom.current().nextInt(END_MILLIS);
    CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, background)
        .execute(() -> close(session, end));
    try {
      session.getAsyncRemote().sendPing(NOTHING);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      System.getLogger(Outgoing.class.getName())
          .log(System.Logger.Level.DEBUG, "a socket was closed already", e);
    }
  }

  /** Something came over the socket; whether it is to be ignored, as the socket is closed. */
  boolean isOver() {
    CloseReason reason = end;
    if (reason != null) {
      close(session, reason);
    }
    return reason != null;
  }

  /** Closes a socket at once; one that is closed already stays so. */
  static void close(Session session, CloseReason reason) {
    try {
      if (session.isOpen()) {
        session.close(reason);
      }
    } catch (IOException | IllegalStateException e) {
      System.getLogger(Outgoing.class.getName())
          .log(System.Logger.Level.DEBUG, "a socket was closed already", e);
    }
  }
}
