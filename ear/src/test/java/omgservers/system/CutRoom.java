package omgservers.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * Players who count over the dispatcher, and a game server that says their numbers back, while the
 * sockets of all are cut again and again. Fast messages are not confirmed: those on their way when
 * a socket broke may be lost. All others must come once and in order.
 */
final class CutRoom {
  private static final int CUT_ONE_IN = 40;
  private static final int KINDS_OF_CUTS = 3;

  private final HandGame game;
  private final Random random;
  private final Map<String, Player> players = new LinkedHashMap<>();
  private final End server = new End();
  private int lost;

  CutRoom(HandGame game, List<HandGame.Player> joined, long seed) {
    this.game = game;
    this.random = new Random(seed);
    joined.forEach(each -> players.put(each.client(), new Player(each)));
  }

  /** One end, which opens its socket anew when it was lost. */
  private static class End {
    private Wire wire;
    private int times;
    private int cuts;

    void open(Wire fresh) {
      wire = fresh;
      times++;
    }

    void send(String text) {
      try {
        if (wire != null) {
          wire.send(text);
        }
      } catch (CompletionException e) {
        wire = null;
      }
    }

    /** The next that came, or null. */
    String next(long millis) {
      String text = wire == null ? null : wire.within(millis);
      if (text != null && text.startsWith("CLOSED")) {
        wire = null;
        return null;
      }
      return text;
    }

    void cut(int kind) {
      cuts++;
      if (kind == 0) {
        wire.abort();
      } else if (kind == 1) {
        wire.close();
      }
      // Otherwise it stays open and is replaced by the next one.
      wire = null;
    }
  }

  /** Over which sockets a number was said, was heard by the game server, and came back. */
  private record Way(long number, int said, int server, int back) {
    boolean isLike(Way other) {
      return said == other.said && server == other.server && back == other.back;
    }
  }

  private final class Player extends End {
    private final HandGame.Player joined;

    /** For each number, which of its own sockets it was said over. */
    private final List<Integer> saidOver = new ArrayList<>(List.of(0));

    /** For each number that the game server heard, which of its sockets that was. */
    private final Map<Long, Integer> heardOver = new HashMap<>();

    private Way atServer = new Way(0, 0, 0, 0);
    private Way back = new Way(0, 0, 0, 0);

    Player(HandGame.Player joined) {
      this.joined = joined;
    }

    long said() {
      return saidOver.size() - 1L;
    }

    boolean isHeard() {
      return back.said() == ((End) this).times && back.server() == server.times;
    }

    void say() {
      saidOver.add(((End) this).times);
      send(Long.toString(said()));
    }

    /** A number that comes twice, too late, or without one before it although nothing was cut. */
    Way follow(Way before, Way now) {
      if (now.number() <= before.number()) {
        throw new AssertionError(joined.client() + ": " + now + " came after " + before);
      }
      long missing = now.number() - before.number() - 1;
      if (missing > 0 && now.isLike(before)) {
        throw new AssertionError(joined.client() + ": " + missing + " lost before " + now);
      }
      return now;
    }

    void atServer(long number) {
      heardOver.put(number, server.times);
      atServer = follow(atServer, new Way(number, saidOver.get((int) number), server.times, 0));
    }

    void back(long number) {
      long before = back.number();
      int over = ((End) this).times;
      back = follow(back, new Way(number, saidOver.get((int) number), heardOver.get(number), over));
      lost += (int) (number - before - 1);
    }
  }

  /** One step of all; with cuts and more to say, if that may be. */
  void step(boolean mayCut) {
    if (server.wire == null) {
      server.open(Wire.open(game.dispatcher()));
    }
    if (mayCut && random.nextInt(CUT_ONE_IN) == 0) {
      server.cut(random.nextInt(KINDS_OF_CUTS));
    }
    for (String text = server.next(5); text != null; text = server.next(0)) {
      answer(parse(text));
    }
    players.values().forEach(player -> step(player, mayCut));
  }

  private void answer(JsonNode envelope) {
    Player player = players.get(envelope.path("client_id").asText());
    if (player != null && envelope.path("message").isTextual()) {
      player.atServer(envelope.path("message").asLong());
      server.send(
          "{\"clients\":[\"%s\"],\"encoding\":\"TXT\",\"message\":\"%s\"}"
              .formatted(player.joined.client(), envelope.path("message").asText()));
    }
  }

  private void step(Player player, boolean mayCut) {
    End end = player;
    if (end.wire == null) {
      end.open(Wire.open(game.upgrade(player.joined.client(), player.joined.connector())));
    }
    if (mayCut && random.nextInt(CUT_ONE_IN) == 0) {
      end.cut(random.nextInt(KINDS_OF_CUTS));
      return;
    }
    if (mayCut || !player.isHeard()) {
      player.say();
    }
    for (String text = end.next(0); text != null; text = end.next(0)) {
      player.back(Long.parseLong(text));
    }
  }

  private static JsonNode parse(String text) {
    try {
      return Service.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** Whether all players have heard something that they said over their latest sockets. */
  boolean isHeard() {
    return players.values().stream().allMatch(Player::isHeard);
  }

  long said() {
    return players.values().stream().mapToLong(Player::said).sum();
  }

  int cuts() {
    return server.cuts + players.values().stream().mapToInt(each -> ((End) each).cuts).sum();
  }

  /** What was on its way when a socket broke. */
  int lost() {
    return lost;
  }
}
