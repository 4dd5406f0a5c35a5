package omgservers.player.ws;

import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.ws.LiveSocket;

/** The open connector of a client. It runs when the client's bell rings. */
interface ClientLine extends Runnable {
  /** The socket. */
  LiveSocket socket();

  /** The user was signed out: what waits is still said, and then the socket is closed. */
  void signOut();

  /** The message as it is sent. */
  static String text(Message message) {
    return "{\"id\":\"%d\",\"qualifier\":\"%s\",\"body\":%s}"
        .formatted(message.id(), message.qualifier(), message.body());
  }

  /** Whether it is the last message of a client. */
  static boolean isEnd(Message message) {
    return message.qualifier().equals("CLIENT_DELETED");
  }

  /** Whether a client ended because its user was signed out. */
  static boolean isSignOut(Message message) {
    return isEnd(message) && message.body().contains("SIGNED_OUT");
  }
}
