package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/** Many want to play at once, and the server is killed in the middle of it. */
class KilledBurstIT {
  private static final int MATCHES = 30;
  private static final int PLAYERS = 2 * MATCHES;
  private static final int TOGETHER = 10;

  /** After so many commands with wishes, the kill falls into their rounds. */
  private static final int ANSWERED = 2;

  private final Platform platform =
      Platform.start(
          new Installation(
              TestPlatform.ROOT,
              TestPlatform.fresh("killed-burst"),
              TestPlatform.freePort(),
              Map.of(
                  "omgservers.player.client-silence",
                  "PT10M",
                  "omgservers.runtime.first-contact",
                  "PT10M",
                  "omgservers.runtime.silence",
                  "PT10M",
                  "omgservers.limits.open-per-minute",
                  "6000",
                  "omgservers.limits.open-burst",
                  "1000",
                  Installation.JAVA_OPTIONS,
                  TestPlatform.BRIEF_SERVER)),
          new Screen(System.out));

  @Test
  void seatsEverybodyWhoseWishWasTakenOnce() {
    try {
      HandGame game =
          new HandGame(
              platform,
              ",\"matchmaker\":{\"max_matches\":%1$d,\"modes\":{\"duel\":{\"min_matches\":%1$d}}}"
                  .formatted(MATCHES));
      Map<String, JsonNode> matches = game.matches(MATCHES);
      List<String> players = game.joinAll(PLAYERS).stream().map(HandGame.Player::client).toList();
      burst(game, players).forEach(game::exchange);
      Databases databases = new Databases(platform);
      Await.until(
          () -> databases.countInShards("select count(*) from assignment where group_name = 'a'"),
          seated -> seated >= PLAYERS);
      assertThat(databases.countInShards("select count(*) from ticket")).isZero();
      Map<String, List<String>> told = told(game, matches);
      assertThat(told.keySet()).isEqualTo(matches.keySet());
      assertThat(told.values()).allSatisfy(clients -> assertThat(clients).hasSize(2));
      assertThat(told.values().stream().flatMap(List::stream))
          .containsExactlyInAnyOrderElementsOf(players);
    } finally {
      platform.close();
    }
  }

  /** The commands that got no answer. */
  private List<String> burst(HandGame game, List<String> players) {
    List<String> unanswered = new ArrayList<>();
    CompletableFuture<Void> kill = null;
    for (int i = 0; i < PLAYERS; i += TOGETHER) {
      if (i == ANSWERED * TOGETHER) {
        kill = CompletableFuture.runAsync(platform::crash);
      }
      String wishes =
          players.subList(i, i + TOGETHER).stream()
              .map(
                  client ->
                      "{\"qualifier\":\"REQUEST_MATCHMAKING\",\"body\":{\"client_id\":\"%s\",\"mode\":\"duel\"}}"
                          .formatted(client))
              .collect(Collectors.joining(","));
      try {
        game.exchange(wishes);
      } catch (IllegalStateException | AssertionError e) {
        unanswered.add(wishes);
      }
    }
    kill.join();
    return unanswered;
  }

  /** Of whom each match was told; what comes again after the kill has the same id. */
  private static Map<String, List<String>> told(HandGame game, Map<String, JsonNode> matches) {
    Map<String, List<String>> told = new HashMap<>();
    matches.forEach(
        (runtime, login) ->
            told.put(
                runtime, Await.until(() -> assigned(game, login), clients -> clients.size() >= 2)));
    return told;
  }

  private static List<String> assigned(HandGame game, JsonNode login) {
    Map<String, String> clients = new HashMap<>();
    for (JsonNode message : game.interchange(login, "", List.of())) {
      if (message.path("qualifier").asText().equals("CLIENT_ASSIGNED")) {
        clients.put(message.path("id").asText(), message.at("/body/client_id").asText());
      }
    }
    return List.copyOf(clients.values());
  }
}
