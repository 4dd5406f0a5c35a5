package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A game server that makes calls, and says to each player what the player said. Connections break
 * in the middle of its request, or before it has read the answer; then it calls again, with the
 * same commands under the same number.
 */
final class CutCalls {
  private static final int CUT_ONE_IN = 3;
  private static final int WAIT_MILLIS = 20;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final String PATH = "/service/v1/entrypoint/runtime/request/interchange-messages";

  private final URI server;
  private final String token;
  private final Random random;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, List<Long>> heard = new HashMap<>();
  private List<String> commands = new ArrayList<>();
  private List<String> receipts = new ArrayList<>();
  private long number;
  private int cuts;

  /** A game server that begins behind the number. */
  CutCalls(URI server, String token, long number, long seed) {
    this.server = server;
    this.token = token;
    this.number = number;
    this.random = new Random(seed);
  }

  /** However connections were cut, the server never took one's request for another's. */
  static void requireOrder(Path logs) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(logs, "server*.log")) {
      for (Path log : all) {
        assertThat(Files.readString(log))
            .doesNotContain("AS-WEB-CORE-00037", "GRIZZLY0029", "java.lang.NullPointerException");
      }
    }
  }

  /** Says what there is to say, until an answer has come. */
  void exchange(boolean mayCut) {
    number++;
    String body =
        "{\"number\":%d,\"outgoing_messages\":[%s],\"consumed_messages\":[%s],\"wait_millis\":%d}"
            .formatted(
                number,
                String.join(",", commands),
                String.join(",", receipts),
                random.nextInt(2) * WAIT_MILLIS);
    String answer = null;
    while (answer == null) {
      answer = call(body, mayCut && random.nextInt(CUT_ONE_IN) == 0);
    }
    commands = new ArrayList<>();
    receipts = new ArrayList<>();
    try {
      Service.JSON.readTree(answer).path("incoming_messages").forEach(this::receive);
    } catch (IOException e) {
      throw new IllegalStateException(answer, e);
    }
  }

  /** The body of the answer; null when the connection broke. */
  private String call(String body, boolean cut) {
    byte[] request =
        ("POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s")
            .formatted(PATH, server.getAuthority(), token, body.length(), body)
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

  private void receive(JsonNode message) {
    String id = message.path("id").asText();
    receipts.add(id);
    // It comes until its receipt has arrived.
    if (seen.add(id) && message.path("qualifier").asText().equals("MESSAGE_RECEIVED")) {
      String client = message.at("/body/client_id").asText();
      long said = message.at("/body/message").asLong();
      heard.computeIfAbsent(client, key -> new ArrayList<>()).add(said);
      commands.add(
          "{\"qualifier\":\"RESPOND_CLIENT\",\"body\":{\"client_id\":\"%s\",\"message\":%d}}"
              .formatted(client, said));
    }
  }

  List<Long> heard(String client) {
    return heard.getOrDefault(client, List.of());
  }

  int cuts() {
    return cuts;
  }
}
