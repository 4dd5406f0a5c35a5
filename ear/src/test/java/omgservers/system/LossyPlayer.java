package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A player that counts, and hears its numbers back from its game server. */
final class LossyPlayer extends LossyEnd {
  private static final int AHEAD_MAX = 20;

  private final HandGame game;
  private final String client;
  private final List<Long> heard = new ArrayList<>();
  private long said;
  private boolean done;
  private int drops;

  LossyPlayer(HandGame game, String client, long seed) {
    super(seed, 0);
    this.game = game;
    this.client = client;
  }

  @Override
  Wire open() {
    return Wire.open(game.resume(client), "omgservers.resume.v1");
  }

  @Override
  String confirmation(Collection<String> ids) {
    return "{\"qualifier\":\"CONSUME_MESSAGES\",\"body\":{\"consumed_messages\":%s}}"
        .formatted(list(ids));
  }

  @Override
  void receive(JsonNode message) {
    String qualifier = message.path("qualifier").asText();
    if (qualifier.equals("MESSAGES_TAKEN")) {
      answeredUpTo(message.at("/body/number").asLong());
    } else if (qualifier.equals("MESSAGES_DROPPED")) {
      drops++;
      pause(message.at("/body/pause_millis").asLong());
      sayAgain(confirmation(latest()).replace("}}", ",\"again\":true}}"));
    } else if (qualifier.equals("MESSAGE_REFUSED")) {
      throw new AssertionError(message);
    } else if (message.path("id").isTextual()) {
      note(message.path("id").asText());
      if (qualifier.equals("MESSAGE_PRODUCED")) {
        heard.add(message.at("/body/message").asLong());
      }
      send(confirmation(List.of(message.path("id").asText())));
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How often it was asked to say something again. */
  int drops() {
    return drops;
  }

  @Override
  void work() {
    if (!done && said - heard.size() < AHEAD_MAX) {
      said = nextNumber();
      say(
          said,
          "{\"id\":%d,\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":%d}}"
              .formatted(said, said));
    }
  }

  void sayNoMore() {
    done = true;
  }

  boolean isComplete() {
    return done && heard.size() >= said && unanswered() == 0;
  }

  long said() {
    return said;
  }

  List<Long> heard() {
    return heard;
  }
}
