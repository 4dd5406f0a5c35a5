package omgservers.player.ws;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.player.PlayerInterchange;
import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.Confirmed;
import omgservers.shared.ws.LiveSocket;

/**
 * One connected client. When its bell rings, what waits is sent and, once it is on the socket,
 * acknowledged; one batch after the other, and nobody waits for a slow player meanwhile.
 */
final class Connection implements ClientLine {
  private final long client;
  private final LiveSocket socket;
  private final PlayerInterchange interchange;
  private final Executor executor;
  private final Confirmed.Window window;

  /** A batch is being read or is on its way. */
  private final AtomicBoolean busy = new AtomicBoolean();

  private final AtomicBoolean rung = new AtomicBoolean();
  private volatile boolean signedOut;

  Connection(
      long client,
      LiveSocket socket,
      PlayerInterchange interchange,
      Executor executor,
      Confirmed.Window window) {
    this.client = client;
    this.socket = socket;
    this.interchange = interchange;
    this.executor = executor;
    this.window = window;
  }

  @Override
  public LiveSocket socket() {
    return socket;
  }

  /** The bell rings. */
  @Override
  public void run() {
    rung.set(true);
    if (busy.compareAndSet(false, true)) {
      executor.execute(this::push);
    }
  }

  @Override
  public void signOut() {
    signedOut = true;
    run();
  }

  private void push() {
    rung.set(false);
    try {
      List<Message> waiting = window.fit(interchange.waiting(client));
      if (!waiting.isEmpty()) {
        send(waiting);
      } else if (signedOut) {
        socket.close(CloseCode.SIGNED_OUT, "Signed out");
      } else {
        rest();
      }
    } catch (RuntimeException e) {
      socket.close(CloseCode.GONE, "Connection lost");
    }
  }

  /** Nothing waits; who rang a moment ago is heard. */
  private void rest() {
    busy.set(false);
    if (rung.get() && busy.compareAndSet(false, true)) {
      executor.execute(this::push);
    }
  }

  private void send(List<Message> batch) {
    int last = batch.size() - 1;
    for (Message message : batch.subList(0, last)) {
      socket.outgoing().send(ClientLine.text(message));
    }
    socket
        .outgoing()
        .send(ClientLine.text(batch.get(last)), () -> executor.execute(() -> taken(batch)));
  }

  private void taken(List<Message> batch) {
    try {
      List<Long> ids = new ArrayList<>();
      boolean ended = false;
      boolean revoked = false;
      for (Message message : batch) {
        ids.add(message.id());
        ended |= ClientLine.isEnd(message);
        revoked |= ClientLine.isSignOut(message);
      }
      interchange.acknowledge(client, ids);
      if (revoked) {
        socket.close(CloseCode.SIGNED_OUT, "Signed out");
      } else if (ended) {
        socket.close(CloseCode.NORMAL, "Client deleted");
      } else {
        push();
      }
    } catch (RuntimeException e) {
      socket.close(CloseCode.GONE, "Connection lost");
    }
  }
}
