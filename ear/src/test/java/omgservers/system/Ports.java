package omgservers.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports in a row that nobody has, for servers that count theirs from a first one. */
final class Ports {
  /**
   * Below those that the system gives out by itself, so that nobody gets one of these meanwhile.
   */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;

  /** Tests in another JVM look for theirs elsewhere. */
  private static final int EACH = 3_000;

  private Ports() {}

  /** The first of so many free ports. */
  static int base(int count) {
    int first = FIRST + (TestPlatform.FORK - 1) % 4 * EACH;
    for (int base = first; base + count < Math.min(first + EACH, LAST); base += count) {
      if (areFree(base, count)) {
        return base;
      }
    }
    throw new IllegalStateException("there are no " + count + " free ports in a row");
  }

  private static boolean areFree(int base, int count) {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int port = base; port < base + count; port++) {
        taken.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      }
      return true;
    } catch (IOException e) {
      return false;
    } finally {
      taken.forEach(Ports::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
