package omgservers.player.ws;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import omgservers.player.PlayerInterchange;
import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.Confirmed;
import omgservers.shared.ws.LiveSocket;

/**
 * A connected client that confirms what it receives, and numbers what it says, so that over a lost
 * connection nothing is lost and nothing comes twice.
 */
final class ResumableConnection implements ClientLine {
  private static final long LAST_WORDS_SECONDS = 5;

  private final long client;
  private final LiveSocket socket;
  private final PlayerInterchange interchange;
  private final Executor executor;

  private final Confirmed confirmed;
  private volatile boolean signedOut;
  private volatile boolean behind;

  ResumableConnection(
      long client,
      LiveSocket socket,
      PlayerInterchange interchange,
      Executor executor,
      Confirmed.Window window) {
    this.client = client;
    this.socket = socket;
    this.interchange = interchange;
    this.executor = executor;
    this.confirmed =
        new Confirmed(
            () -> interchange.waiting(client),
            this::send,
            fault -> socket.close(CloseCode.GONE, "Connection lost"),
            executor,
            window);
  }

  @Override
  public LiveSocket socket() {
    return socket;
  }

  @Override
  public void run() {
    confirmed.run();
  }

  @Override
  public void signOut() {
    if (!signedOut) {
      signedOut = true;
      // The message that tells of it closes the socket, too; it may come a moment later.
      CompletableFuture.delayedExecutor(LAST_WORDS_SECONDS, TimeUnit.SECONDS, executor)
          .execute(() -> end(true));
    }
  }

  /** The client has these; it is told what was taken from it. */
  void consumed(List<Long> ids) {
    behind = false;
    taken(interchange.resume(client, ids));
    confirmed.confirm(ids);
  }

  /**
   * A frame of the client was dropped, so those after it must not be taken either: they would
   * overtake it. The client begins again, after this pause.
   */
  void dropped(Duration pause) {
    if (!behind) {
      behind = true;
      socket
          .outgoing()
          .send(
              "{\"id\":null,\"qualifier\":\"MESSAGES_DROPPED\",\"body\":{\"pause_millis\":%d}}"
                  .formatted(pause.toMillis()));
    }
  }

  /** Whether nothing is taken until the client has begun again. */
  boolean isBehind() {
    return behind;
  }

  /** All that the client said up to this number was taken. */
  void taken(long number) {
    socket
        .outgoing()
        .send(
            "{\"id\":null,\"qualifier\":\"MESSAGES_TAKEN\",\"body\":{\"number\":\"%d\"}}"
                .formatted(number));
  }

  /** Gives the client a fresh token before the one that it has ends. */
  void renew(long user) {
    socket
        .outgoing()
        .send(
            "{\"id\":null,\"qualifier\":\"TOKEN_RENEWED\",\"body\":{\"raw_token\":\"%s\"}}"
                .formatted(interchange.freshToken(user)));
  }

  private void send(List<Message> messages) {
    for (Message message : messages) {
      if (ClientLine.isEnd(message)) {
        boolean revoked = ClientLine.isSignOut(message);
        socket
            .outgoing()
            .send(ClientLine.text(message), () -> executor.execute(() -> end(revoked)));
      } else {
        socket.outgoing().send(ClientLine.text(message));
      }
    }
  }

  private void end(boolean revoked) {
    if (revoked) {
      socket.close(CloseCode.SIGNED_OUT, "Signed out");
    } else {
      socket.close(CloseCode.NORMAL, "Client deleted");
    }
  }
}
