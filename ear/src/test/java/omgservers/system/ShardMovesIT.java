package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Slots go from shard to shard, and back, while players sign up and talk to their game server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShardMovesIT {
  /** An instance that was killed is believed to live for a while, and nothing moves then. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final int SLOTS = 12;
  private static final int PLAYERS = 8;

  /** The column by which the rows of a table lie in a slot. */
  private static final Map<String, String> OWNERS =
      Map.of(
          "account", "id",
          "player", "user_id",
          "client", "user_id",
          "runtime", "id",
          "assignment", "runtime_id",
          "message", "owner_id",
          "tenant", "id",
          "matchmaker", "id");

  private static Platform platform;
  private static Administration admin;
  private static Databases databases;
  private static Omgctl omgctl;

  private final Map<String, String> users = new ConcurrentHashMap<>();
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean down = new AtomicBoolean();

  @BeforeAll
  static void open() {
    platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh("shard-moves"),
                TestPlatform.freePort(),
                Map.of(
                    "omgservers.player.client-silence",
                    "PT20M",
                    "omgservers.runtime.first-contact",
                    "PT20M",
                    "omgservers.runtime.silence",
                    "PT20M",
                    "omgservers.moves.batch",
                    "4",
                    "omgservers.moves.percent-of-time",
                    "100",
                    "omgservers.limits.open-per-minute",
                    "60000",
                    "omgservers.limits.open-burst",
                    "10000",
                    "omgservers.limits.api-per-minute",
                    "60000",
                    Installation.JAVA_OPTIONS,
                    TestPlatform.BRIEF_SERVER)),
            new Screen(System.out));
    Service service = new Service(platform.installation().url());
    String password = platform.secrets().get("admin");
    admin =
        new Administration(
            platform.installation().url(), service.token("admin", "admin", password));
    databases = new Databases(platform);
    omgctl = new Omgctl(TestPlatform.fresh("shard-moves-ctl"), platform.installation().url());
    assertThat(omgctl.login("admin", "admin", password).exitCode()).isZero();
  }

  @AfterAll
  static void close() {
    if (platform != null) {
      platform.close();
    }
  }

  private static JsonNode await(String move) {
    return Await.within(
        PATIENCE,
        () -> admin.get("slot-moves/" + move).is(200).body(),
        view -> !view.path("state").asText().equals("RUNNING"));
  }

  private Thread crowd() {
    Service service = new Service(platform.installation().url());
    Thread thread =
        new Thread(
            () -> {
              while (!stop.get()) {
                signUp(service);
              }
            });
    thread.start();
    return thread;
  }

  /** While the server is down nobody answers; whatever it answers otherwise is noted. */
  private void signUp(Service service) {
    boolean wasDown = down.get();
    try {
      Service.Answer answer = service.player("create-user", "{}", null);
      if (answer.status() == 200) {
        users.put(answer.text("user_id"), answer.text("password"));
      } else if (!wasDown && !down.get()) {
        faults.add(answer.status() + " " + answer.body());
      }
    } catch (RuntimeException e) {
      if (!wasDown && !down.get()) {
        faults.add(e.toString());
      }
    }
  }

  @Test
  @Order(1)
  void refusesWhatCannotBeMeant() {
    refused("{\"kind\":\"MOVE\",\"slots\":[1]}", "to");
    refused("{\"kind\":\"MOVE\",\"to\":2,\"slots\":[1]}", "to");
    refused("{\"kind\":\"MOVE\",\"to\":1}", "from");
    refused("{\"kind\":\"MOVE\",\"to\":1,\"from\":0}", "count");
    refused("{\"kind\":\"MOVE\",\"to\":1,\"slots\":[1],\"count\":2}", "count");
    refused("{\"kind\":\"DRAIN\"}", "from");
    refused("{\"kind\":\"DRAIN\",\"from\":7}", "from");
    refused("{\"kind\":\"REBALANCE\",\"to\":1}", "to");
    admin.get("slot-moves/1").is(404);
    admin.delete("slot-moves/1").is(404);
    assertThat(omgctl.run("shard", "move", "--to", "1", "--slots", "9-2").output())
        .contains("slots are 0 to 1023, not 9-2");
    assertThat(omgctl.run("shard", "move", "--to", "1").output()).contains("--from and --count");
    // All shards have as many: nothing goes.
    assertThat(omgctl.succeed("shard", "rebalance", "--wait").value("slots")).isEqualTo("0");
  }

  private static void refused(String body, String field) {
    admin.post("slot-moves", body).is(400).naming(field);
  }

  @Test
  @Order(2)
  void playersNoticeNothingOfMovesInBothDirections() throws Exception {
    HandGame game = new HandGame(platform);
    List<HandGame.Player> players = game.joinAll(PLAYERS);
    List<Thread> crowd = List.of(crowd(), crowd());
    try {
      String slots = slotsOf(game, players);
      for (String target : List.of("1", "0")) {
        String move = omgctl.succeed("shard", "move", "--to", target, "--slots", slots).value("id");
        int round = 0;
        while (admin.get("slot-moves/" + move).is(200).text("state").equals("RUNNING")) {
          talk(game, players, target + "-" + round);
          round++;
        }
        assertThat(await(move).path("state").asText()).isEqualTo("DONE");
        talk(game, players, target + "-after");
        assertThat(omgctl.succeed("shard", "progress", move).output())
            .contains("longest_pause_millis");
      }
      assertThat(omgctl.succeed("shard", "moves").output()).contains("MOVE", "DONE");
    } finally {
      stop.set(true);
      for (Thread each : crowd) {
        each.join();
      }
    }
    assertThat(faults).isEmpty();
    assertThat(users).isNotEmpty();
    players.forEach(player -> player.connector().close());
    everythingIsInItsPlace();
  }

  /** Where the game server and its players lie. */
  private static String slotsOf(HandGame game, List<HandGame.Player> players) {
    List<String> slots = new ArrayList<>(List.of(slot(game.runtime())));
    players.forEach(player -> slots.add(slot(player.client())));
    return String.join(",", slots.stream().distinct().toList());
  }

  private static String slot(String id) {
    return Long.toString((Long.parseLong(id) >>> 12) & 1023);
  }

  /** Each player says something to the game server, and is answered, in order. */
  private static void talk(HandGame game, List<HandGame.Player> players, String words) {
    for (HandGame.Player player : players) {
      player
          .connector()
          .send(
              "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":\"%s\"}}"
                  .formatted(words));
      assertThat(game.said(player.client(), 1)).containsExactly(words);
      game.exchange(
          "{\"qualifier\":\"RESPOND_CLIENT\",\"body\":{\"client_id\":\"%s\",\"message\":\"yes %s\"}}"
              .formatted(player.client(), words));
      player.connector().next("yes " + words);
    }
  }

  @Test
  @Order(3)
  void aServerThatIsKilledGoesOnWithWhatItMoved() throws Exception {
    Thread crowd = crowd();
    String move;
    try {
      Await.until(users::size, size -> size >= 20);
      move =
          omgctl
              .succeed("shard", "move", "--to", "1", "--from", "0", "--count", "" + SLOTS)
              .value("id");
      Await.until(
          () ->
              databases.text(
                  "select count(*) from slot_move_part where state = 'DONE' and move_id = " + move),
          done -> Integer.parseInt(done) >= 2);
      down.set(true);
      platform.crash();
      down.set(false);
      JsonNode view = await(move);
      assertThat(view.path("state").asText()).as(view.toString()).isEqualTo("DONE");
      assertThat(view.path("moved").asInt()).isEqualTo(SLOTS);
    } finally {
      stop.set(true);
      crowd.join();
    }
    assertThat(faults).isEmpty();
    everythingIsInItsPlace();
    Service service = new Service(platform.installation().url());
    users.forEach(
        (user, password) -> assertThat(service.signIn(user, password)).as(user).isNotEmpty());
    assertThat(admin.get("audit?operation=slot-move.create").is(200).body().path("items"))
        .isNotEmpty();
  }

  /** Each row is on the shard of its slot, and on no other; no slot is closed, no copy is left. */
  private static void everythingIsInItsPlace() {
    assertThat(databases.text("select count(*) from slot_map where closed")).isEqualTo("0");
    for (int shard = 0; shard < 2; shard++) {
      String slots =
          databases.text("select string_agg(slot::text, ',') from slot_map where shard = " + shard);
      for (Map.Entry<String, String> each : OWNERS.entrySet()) {
        assertThat(
                databases.textInShard(
                    shard,
                    "select count(*) from %s where ((%s >> 12) & 1023) not in (%s)"
                        .formatted(each.getKey(), each.getValue(), slots)))
            .as(each.getKey() + " on shard " + shard)
            .isEqualTo("0");
      }
    }
  }
}
