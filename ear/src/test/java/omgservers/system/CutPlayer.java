package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A player without a socket, who counts in calls and hears the numbers back. After a cut the same
 * messages are said again under the same number of the call.
 */
final class CutPlayer {
  private static final int AHEAD_MAX = 20;
  private static final int AT_ONCE = 3;
  private static final String PATH = "/service/v1/entrypoint/player/request/interchange-messages";

  private final String client;
  private final CutPosts posts;
  private final Set<String> seen = new HashSet<>();
  private final List<Long> heard = new ArrayList<>();
  private List<String> receipts = new ArrayList<>();
  private long number;
  private long said;

  CutPlayer(URI server, String client, String token, long seed) {
    this.client = client;
    this.posts = new CutPosts(server, PATH, token, seed);
  }

  /** Says some more numbers, if there is more to say and may be cut, until an answer has come. */
  void exchange(boolean mayCut) {
    List<String> messages = new ArrayList<>();
    while (mayCut && messages.size() < AT_ONCE && said - heard.size() < AHEAD_MAX) {
      said++;
      messages.add(
          "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":%d}}".formatted(said));
    }
    number++;
    String body =
        "{\"client_id\":\"%s\",\"number\":%d,\"outgoing_messages\":[%s],\"consumed_messages\":[%s]}"
            .formatted(client, number, String.join(",", messages), String.join(",", receipts));
    JsonNode answer = posts.post(body, mayCut);
    receipts = new ArrayList<>();
    answer.path("incoming_messages").forEach(this::receive);
  }

  private void receive(JsonNode message) {
    String id = message.path("id").asText();
    receipts.add(id);
    // It comes until its receipt has arrived.
    if (seen.add(id) && message.path("qualifier").asText().equals("MESSAGE_PRODUCED")) {
      heard.add(message.at("/body/message").asLong());
    }
  }

  boolean isComplete() {
    return heard.size() >= said;
  }

  long said() {
    return said;
  }

  List<Long> heard() {
    return heard;
  }

  int cuts() {
    return posts.cuts();
  }
}
