package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A game server on the channel that says to each player what the player said. */
final class LossyServer extends LossyEnd {
  private final HandGame game;
  private final Map<String, List<Long>> heard = new HashMap<>();

  LossyServer(HandGame game, long seed, long number) {
    super(seed, number);
    this.game = game;
  }

  @Override
  Wire open() {
    return Wire.open(game.channel());
  }

  @Override
  String confirmation(Collection<String> ids) {
    return "{\"consumed_messages\":%s}".formatted(list(ids));
  }

  @Override
  void receive(JsonNode frame) {
    if (!frame.path("refused").isNull()) {
      throw new AssertionError(frame);
    }
    if (frame.path("number").isTextual()) {
      answeredUpTo(frame.path("number").asLong());
    }
    List<String> ids = new ArrayList<>();
    List<String> commands = new ArrayList<>();
    for (JsonNode message : frame.path("incoming_messages")) {
      String id = message.path("id").asText();
      note(id);
      ids.add(id);
      if (message.path("qualifier").asText().equals("MESSAGE_RECEIVED")) {
        String client = message.at("/body/client_id").asText();
        long said = message.at("/body/message").asLong();
        heard.computeIfAbsent(client, key -> new ArrayList<>()).add(said);
        commands.add(
            "{\"qualifier\":\"RESPOND_CLIENT\",\"body\":{\"client_id\":\"%s\",\"message\":%d}}"
                .formatted(client, said));
      }
    }
    if (!ids.isEmpty()) {
      long number = nextNumber();
      say(
          number,
          "{\"number\":%d,\"outgoing_messages\":[%s],\"consumed_messages\":%s}"
              .formatted(number, String.join(",", commands), list(ids)));
    }
  }

  @Override
  void work() {
    // It only answers.
  }

  List<Long> heard(String client) {
    return heard.getOrDefault(client, List.of());
  }
}
