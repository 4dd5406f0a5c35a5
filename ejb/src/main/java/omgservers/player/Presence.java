package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which clients have a connector socket open on this instance; they need no other sign of life. The
 * instances that work on their shards learn of it by {@link Attendance}.
 */
@ApplicationScoped
public class Presence {
  private final Map<Long, Object> sockets = new ConcurrentHashMap<>();

  /** The client connected with this socket, which takes the place of any before. */
  public void enter(long client, Object socket) {
    sockets.put(client, socket);
  }

  /** The socket closed; a newer one of the client stays. */
  public void leave(long client, Object socket) {
    sockets.remove(client, socket);
  }

  /** The clients that are connected. */
  List<Long> clients() {
    return List.copyOf(sockets.keySet());
  }

  /** Whether the client is connected. */
  public boolean isHere(long client) {
    return sockets.containsKey(client);
  }
}
