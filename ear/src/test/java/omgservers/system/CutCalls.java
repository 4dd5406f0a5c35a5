package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A game server that makes calls, and says to each player what the player said. After a cut it
 * calls again, with the same commands under the same number.
 */
final class CutCalls {
  private static final int WAIT_MILLIS = 20;
  private static final String PATH = "/service/v1/entrypoint/runtime/request/interchange-messages";

  private final CutPosts posts;
  private final Set<String> seen = new HashSet<>();
  private final Map<String, List<Long>> heard = new HashMap<>();
  private List<String> commands = new ArrayList<>();
  private List<String> receipts = new ArrayList<>();
  private long number;

  /** A game server that begins behind the number. */
  CutCalls(URI server, String token, long number, long seed) {
    this.posts = new CutPosts(server, PATH, token, seed);
    this.number = number;
  }

  /** However connections were cut, the server never took one's request for another's. */
  static void requireOrder(Path logs) throws IOException {
    assertThat(logs.resolve("server.log")).isNotEmptyFile();
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
                // Every second call waits.
                number % 2 * WAIT_MILLIS);
    JsonNode answer = posts.post(body, mayCut);
    commands = new ArrayList<>();
    receipts = new ArrayList<>();
    answer.path("incoming_messages").forEach(this::receive);
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
    return posts.cuts();
  }
}
