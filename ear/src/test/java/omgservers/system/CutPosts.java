package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Calls of one operation, each made again until it is answered: connections break in the middle of
 * the request, or before the answer was read.
 */
final class CutPosts {
  private static final int CUT_ONE_IN = 3;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final URI server;
  private final String path;
  private final String token;
  private final Random random;
  private int cuts;

  CutPosts(URI server, String path, String token, long seed) {
    this.server = server;
    this.path = path;
    this.token = token;
    this.random = new Random(seed);
  }

  /** The answer to this body; meanwhile connections break, if they may. */
  JsonNode post(String body, boolean mayCut) {
    String answer = null;
    while (answer == null) {
      answer = call(body, mayCut && random.nextInt(CUT_ONE_IN) == 0);
    }
    try {
      return Service.JSON.readTree(answer);
    } catch (IOException e) {
      throw new IllegalStateException(answer, e);
    }
  }

  /** The body of the answer; null when the connection broke. */
  private String call(String body, boolean cut) {
    byte[] request =
        ("POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
            .formatted(path, server.getAuthority(), token, body.length(), body)
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      if (cut && random.nextBoolean()) {
        out.write(request, 0, random.nextInt(request.length));
        breakOff(socket);
        return null;
      }
      out.write(request);
      if (cut) {
        // It may have been read, done and answered by then, or not.
        Thread.sleep(random.nextInt(30));
        breakOff(socket);
        return null;
      }
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!answer.startsWith("HTTP/1.1 200")) {
        throw new AssertionError(answer);
      }
      return answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void breakOff(Socket socket) throws IOException {
    cuts++;
    socket.setSoLinger(true, 0);
  }

  int cuts() {
    return cuts;
  }
}
