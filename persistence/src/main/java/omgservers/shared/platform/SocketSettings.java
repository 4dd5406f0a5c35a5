package omgservers.shared.platform;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** The settings of the WebSockets: what one may send, hold and wait for. */
public abstract class SocketSettings extends InstanceSettings {
  private static final int MESSAGE_BYTES_MIN = 1 << 10;
  private static final int BYTES_MAX = 1 << 30;
  private static final int COUNT_MAX = 10_000_000;

  SocketSettings(Config config) {
    super(config);
  }

  /** What somebody may send over a socket: so much per second, and so much at once. */
  public record Flow(int perSecond, int burst) {}

  /** The largest message over a socket, in bytes. */
  public int socketMessageBytes() {
    return number("sockets.message-bytes", 256 << 10, MESSAGE_BYTES_MIN, 16 << 20);
  }

  /**
   * The largest frame of a game server's channel, in bytes: it carries profiles, and commands
   * together.
   */
  public int channelMessageBytes() {
    return number("sockets.channel-message-bytes", 2 << 20, MESSAGE_BYTES_MIN, 4 << 20);
  }

  /** How many messages a player may send over a socket, in the long run and at once. */
  public Flow playerMessages() {
    return flow("sockets.player-messages", 100, 200, COUNT_MAX);
  }

  /**
   * How many bytes a player may send over a socket, in the long run and at once; characters of text
   * count as bytes.
   */
  public Flow playerBytes() {
    return bytes("sockets.player-bytes", 256 << 10, 1 << 20);
  }

  /** How many messages a game server may send over a socket, in the long run and at once. */
  public Flow runtimeMessages() {
    return flow("sockets.runtime-messages", 20_000, 40_000, COUNT_MAX);
  }

  /** How many bytes a game server may send over a socket, in the long run and at once. */
  public Flow runtimeBytes() {
    return bytes("sockets.runtime-bytes", 32 << 20, 64 << 20);
  }

  private Flow flow(String name, int perSecond, int burst, int max) {
    return new Flow(
        number(name + "-per-second", perSecond, 1, max), number(name + "-burst", burst, 1, max));
  }

  /** A burst below the largest message would never let such a message pass. */
  private Flow bytes(String name, int perSecond, int burst) {
    int least = socketMessageBytes();
    return new Flow(
        number(name + "-per-second", perSecond, 1, BYTES_MAX),
        number(name + "-burst", Math.max(burst, least), least, BYTES_MAX));
  }

  /** In so many seconds of a minute somebody may send too much before the socket is closed. */
  public int socketExcessSeconds() {
    return number("sockets.excess-seconds", 5, 1, 60);
  }

  /** So many sockets may be open from one address. */
  public int socketsPerAddress() {
    return number("sockets.per-address", 1_000, 1, COUNT_MAX);
  }

  /** So many sockets may be opened per second on this instance, and at once. */
  public Flow handshakes() {
    return flow("sockets.handshakes", 500, 2_000, COUNT_MAX);
  }

  /**
   * The web pages whose scripts may sign up, sign in and open sockets, as scheme, host and port;
   * all without it.
   */
  public List<String> socketOrigins() {
    return list("sockets.origins").stream().map(this::origin).toList();
  }

  private String origin(String text) {
    try {
      URI uri = URI.create(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getPath().isEmpty()) {
        return text;
      }
    } catch (IllegalArgumentException e) {
      throw new WrongSetting(PREFIX + "sockets.origins", "'" + text + "' is no origin", e);
    }
    throw new WrongSetting(
        PREFIX + "sockets.origins", "'" + text + "' is no origin like https://game.example.com");
  }

  /** A socket over which nothing came for so long is asked for a sign of life. */
  public Duration socketPing() {
    return duration("sockets.ping", "PT20S");
  }

  /**
   * A socket over which nothing came for so long is closed; longer than <code>
   * omgservers.sockets.ping</code>.
   */
  public Duration socketSilence() {
    Duration silence = duration("sockets.silence", "PT60S");
    if (silence.compareTo(socketPing()) <= 0) {
      throw new WrongSetting(
          PREFIX + "sockets.silence", silence + " is not longer than " + PREFIX + "sockets.ping");
    }
    return silence;
  }

  /** So many messages may wait for the receiver at a socket. */
  public int socketQueueMessages() {
    return number("sockets.queue-messages", 1_024, 16, COUNT_MAX);
  }

  /** So many bytes may wait for the receiver at a socket; the largest message at least. */
  public int socketQueueBytes() {
    return number("sockets.queue-bytes", 4 << 20, socketMessageBytes(), BYTES_MAX);
  }

  /** A room stays so long without its game server, and a player's place without the player. */
  public Duration roomGrace() {
    return duration("dispatcher.grace", "PT30S");
  }

  /** So many messages of players wait for a game server that is not connected. */
  public int roomWaiting() {
    return number("dispatcher.waiting-messages", 256, 0, 100_000);
  }

  void checkSockets() {
    socketMessageBytes();
    channelMessageBytes();
    playerMessages();
    playerBytes();
    runtimeMessages();
    runtimeBytes();
    socketExcessSeconds();
    socketsPerAddress();
    handshakes();
    socketOrigins();
    socketPing();
    socketSilence();
    socketQueueMessages();
    socketQueueBytes();
    roomGrace();
    roomWaiting();
  }
}
