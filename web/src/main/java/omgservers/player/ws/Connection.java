package omgservers.player.ws;

import jakarta.websocket.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import omgservers.player.PlayerInterchange;
import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.Outgoing;

/**
 * One connected client. When its bell rings, what waits is sent and, once it is on the socket,
 * acknowledged; never by two threads at once.
 */
final class Connection implements Runnable {
  /** A socket that does not take a message within this time is closed. */
  static final int SEND_SECONDS_MAX = 10;

  private final long client;
  private final Session session;
  private final PlayerInterchange interchange;
  private final Executor executor;
  private final AtomicInteger rings = new AtomicInteger();
  private volatile boolean signedOut;

  Connection(long client, Session session, PlayerInterchange interchange, Executor executor) {
    this.client = client;
    this.session = session;
    this.interchange = interchange;
    this.executor = executor;
  }

  Session session() {
    return session;
  }

  /** The bell rings. */
  @Override
  public void run() {
    if (rings.getAndIncrement() == 0) {
      executor.execute(this::push);
    }
  }

  /** The user was signed out: what waits is still said, and then the socket is closed. */
  void signOut() {
    signedOut = true;
    run();
  }

  private void push() {
    int seen;
    do {
      seen = rings.get();
      try {
        pushAll();
        if (signedOut) {
          closeSignedOut();
          return;
        }
      } catch (ExecutionException | TimeoutException | RuntimeException e) {
        Outgoing.close(session, CloseCode.GONE, "Connection lost");
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    } while (!rings.compareAndSet(seen, 0));
  }

  private void pushAll() throws InterruptedException, ExecutionException, TimeoutException {
    List<Message> waiting = interchange.waiting(client);
    while (!waiting.isEmpty() && session.isOpen()) {
      List<Long> sent = new ArrayList<>();
      boolean ended = false;
      boolean revoked = false;
      for (Message message : waiting) {
        session.getAsyncRemote().sendText(text(message)).get(SEND_SECONDS_MAX, TimeUnit.SECONDS);
        sent.add(message.id());
        ended |= message.qualifier().equals("CLIENT_DELETED");
        revoked |= ended && message.body().contains("SIGNED_OUT");
      }
      interchange.acknowledge(client, sent);
      if (revoked) {
        closeSignedOut();
        return;
      }
      if (ended) {
        Outgoing.close(session, CloseCode.NORMAL, "Client deleted");
        return;
      }
      waiting = interchange.waiting(client);
    }
  }

  private void closeSignedOut() {
    Outgoing.close(session, CloseCode.SIGNED_OUT, "Signed out");
  }

  private static String text(Message message) {
    return "{\"id\":\"%d\",\"qualifier\":\"%s\",\"body\":%s}"
        .formatted(message.id(), message.qualifier(), message.body());
  }
}
