package omgservers.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something between a server and those who talk to it, that cuts each connection after a random
 * time: without a word, as a phone does that loses its network.
 */
final class CutWire implements AutoCloseable {
  private static final int BUFFER = 8_192;

  private final URI server;
  private final int secondsMax;
  private final Random random = new Random(7);
  private final ServerSocket door;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cuts = new AtomicInteger();

  /** Cuts what goes to the server within so many seconds. */
  CutWire(URI server, int secondsMax) {
    this.server = server;
    this.secondsMax = secondsMax;
    try {
      door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    begin(this::accept);
  }

  /** Host and port to connect to. */
  String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  /** How many connections were cut. */
  int cuts() {
    return cuts.get();
  }

  private static void begin(Runnable task) {
    Thread thread = new Thread(task, "cut wire");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        join(door.accept());
      } catch (IOException e) {
        // Closed, or the server is not there: the next one.
      }
    }
  }

  private void join(Socket client) throws IOException {
    Socket far;
    try {
      far = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    } catch (IOException e) {
      cut(client);
      return;
    }
    open.add(client);
    open.add(far);
    begin(() -> carry(client, far));
    begin(() -> carry(far, client));
    long after = 500 + random.nextLong(secondsMax * 1_000L);
    begin(
        () -> {
          sleep(after);
          if (open.contains(client)) {
            cuts.incrementAndGet();
            cut(client);
            cut(far);
          }
        });
  }

  private void carry(Socket from, Socket to) {
    byte[] bytes = new byte[BUFFER];
    try {
      for (int n = from.getInputStream().read(bytes);
          n >= 0;
          n = from.getInputStream().read(bytes)) {
        to.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException e) {
      // Cut.
    }
    cut(from);
    cut(to);
  }

  private void cut(Socket socket) {
    open.remove(socket);
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    open.forEach(this::cut);
  }
}
