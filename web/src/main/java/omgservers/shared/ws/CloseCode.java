package omgservers.shared.ws;

import jakarta.websocket.CloseReason;

/** The codes with which we close WebSockets. */
public final class CloseCode {
  /** All is said. */
  public static final int NORMAL = 1000;

  /** The runtime, and with it the room, is gone. */
  public static final int GONE = 1001;

  /** The socket may not be opened, or what came over it is not understood. */
  public static final int PROTOCOL = 1002;

  /** This instance stops; whoever connects again goes on, here or on another one. */
  public static final int RESTART = 1012;

  /** A newer connection of the same client took over. */
  public static final int REPLACED = 4001;

  /** The user was signed out everywhere. */
  public static final int SIGNED_OUT = 4003;

  /** The receiver is too far behind with what it is sent. */
  public static final int TOO_SLOW = 4008;

  /** Too many messages came over the socket, or there are too many sockets from the address. */
  public static final int TOO_MUCH = 4029;

  private CloseCode() {}

  static CloseReason reason(int code, String text) {
    return new CloseReason(CloseReason.CloseCodes.getCloseCode(code), text);
  }
}
