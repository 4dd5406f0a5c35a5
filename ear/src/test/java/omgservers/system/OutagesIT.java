package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A part of the databases is away for a while: the rest works, and all does afterwards. */
class OutagesIT {
  /** Each shard has a PostgreSQL of its own. */
  private static final int SERVERS = 2;

  private static final int WAITING = 100;

  private static Platform platform;
  private static Studio studio;
  private static Databases databases;
  private static HandGame game;

  @BeforeAll
  static void open() {
    int first = Ports.base(SERVERS);
    platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh("outages"),
                TestPlatform.freePort(),
                Map.of(
                    "omgservers.player.client-silence",
                    "PT5M",
                    "omgservers.runtime.silence",
                    "PT10M",
                    "omgservers.limits.open-per-minute",
                    "60000",
                    "omgservers.limits.open-burst",
                    "10000",
                    Installation.JAVA_OPTIONS,
                    TestPlatform.BRIEF_SERVER)),
            new Screen(System.out),
            List.of(first, first + 1));
    studio = Studio.open(platform);
    databases = new Databases(platform);
    game = new HandGame(platform);
  }

  @AfterAll
  static void close() {
    if (platform != null) {
      platform.close();
    }
  }

  /** Tenants by the shard that they lie on, one for each. */
  private static Map<Integer, String> tenants() {
    Map<Integer, String> found = new HashMap<>();
    Await.until(
        () -> {
          String id = studio.support().post("tenants", "{}").is(201).text("id");
          found.put(databases.holds(0, "tenant", id) ? 0 : 1, id);
          return found;
        },
        all -> all.size() == 2);
    return found;
  }

  /** What one test took away is back for the next. */
  @AfterEach
  void recover() {
    Await.until(
        () ->
            IntStream.range(0, 8)
                .map(i -> studio.support().post("tenants", "{}").status())
                .allMatch(code -> code == 201),
        well -> well);
  }

  @Test
  void keepsTheOtherShardsWorkingWhileOneIsAway() {
    Map<Integer, String> tenants = tenants();
    databases.away("omgservers_shard_1");
    try {
      Administration.Reply told =
          Await.until(
              () -> studio.support().get("tenants/" + tenants.get(1)).is(503),
              reply -> reply.text("detail").contains("shard 1"));
      assertThat(told.header("Retry-After")).isEqualTo("2");
      assertThat(told.text("qualifier")).isEqualTo("DB_EXCEPTION_UNHANDLED");
      assertThat(ready()).contains("\"UP\"", "shard 1 cannot be reached");
      for (int i = 0; i < 10; i++) {
        studio.support().get("tenants/" + tenants.get(0)).is(200);
        String made = studio.support().post("tenants", "{}").is(201).text("id");
        assertThat(databases.holds(0, "tenant", made)).isTrue();
      }
    } finally {
      databases.back("omgservers_shard_1");
      Await.until(
          () -> studio.support().get("tenants/" + tenants.get(1)).status(), code -> code == 200);
    }
  }

  /**
   * No error comes from a database that is frozen, and no answer. Who waits for it is told in the
   * end, who comes later at once, and the others do not notice.
   */
  @Test
  void keepsTheOtherShardsWorkingWhileOneIsFrozen() throws Exception {
    Map<Integer, String> tenants = tenants();
    ExecutorService crowd = Executors.newFixedThreadPool(WAITING);
    try {
      databases.freeze(1);
      List<Future<Integer>> waiting =
          IntStream.range(0, WAITING)
              .mapToObj(i -> crowd.submit(() -> statusOf(tenants.get(1))))
              .toList();
      Await.until(OutagesIT::ready, told -> told.contains("shard 1 cannot be reached"));
      for (int i = 0; i < 10; i++) {
        studio.support().get("tenants/" + tenants.get(0)).is(200);
        Administration.Reply told = studio.support().get("tenants/" + tenants.get(1)).is(503);
        assertThat(told.header("Retry-After")).isEqualTo("2");
        String made = studio.support().post("tenants", "{}").is(201).text("id");
        assertThat(databases.holds(0, "tenant", made)).isTrue();
      }
      // The frozen one is still frozen when the last of them is told.
      for (Future<Integer> each : waiting) {
        assertThat(each.get(3, TimeUnit.MINUTES)).isEqualTo(503);
      }
    } finally {
      databases.thaw(1);
      crowd.shutdownNow();
    }
    Await.until(() -> statusOf(tenants.get(1)), code -> code == 200);
  }

  private static int statusOf(String tenant) {
    return studio.support().get("tenants/" + tenant).status();
  }

  @Test
  void letsGamesGoOnWhileTheDirectoryIsAway() {
    HandGame.Player player = game.join();
    try (Wire server = Wire.open(game.dispatcher());
        Wire fast = Wire.open(player.dispatcher())) {
      server.next("CLIENT_CONNECTED");
      databases.away("omgservers_directory");
      try {
        studio.support().get("tenants/studio").is(503);
        fast.send("quick");
        server.next("quick");
        player.connector().send(said("how are you"));
        assertThat(game.said(player.client(), 1)).containsExactly("how are you");
        game.exchange(
            "{\"qualifier\":\"RESPOND_CLIENT\",\"body\":{\"client_id\":\"%s\",\"message\":\"well\"}}"
                .formatted(player.client()));
        player.connector().next("well");
      } finally {
        databases.back("omgservers_directory");
        Await.until(() -> studio.support().get("tenants/studio").status(), code -> code == 200);
      }
    }
    player.connector().close();
  }

  /** Otherwise it would wait for answers that never come. */
  @Test
  void closesTheConnectionOfWhomAShardThatIsAwayDoesNotKnow() {
    Map<Integer, String> tenants = tenants();
    String client =
        Await.until(game::joinWithoutSocket, made -> databases.holds(1, "client", made));
    JsonNode address = game.resume(client);
    databases.away("omgservers_shard_1");
    try (Wire wire = Wire.open(address)) {
      assertThat(wire.next("CLOSED")).startsWith("CLOSED 1001");
    } finally {
      databases.back("omgservers_shard_1");
      Await.until(
          () -> studio.support().get("tenants/" + tenants.get(1)).status(), code -> code == 200);
    }
  }

  /** The shard is taken when its database comes back. */
  @Test
  void startsWhileAShardIsAway() {
    Map<Integer, String> tenants = tenants();
    databases.away("omgservers_shard_1");
    try {
      platform.crash();
      studio.support().get("tenants/" + tenants.get(0)).is(200);
      Administration.Reply told = studio.support().get("tenants/" + tenants.get(1)).is(503);
      assertThat(told.header("Retry-After")).isEqualTo("2");
      String made = studio.support().post("tenants", "{}").is(201).text("id");
      assertThat(databases.holds(0, "tenant", made)).isTrue();
    } finally {
      databases.back("omgservers_shard_1");
    }
    Await.until(
        () -> studio.support().get("tenants/" + tenants.get(1)).status(), code -> code == 200);
    assertThat(tenants()).hasSize(2);
  }

  /** What could not be taken is said again, and nothing overtakes it. */
  @Test
  void losesNothingThatPlayersSayWhileTheirShardIsAway() {
    HandGame.Player joined = game.join();
    joined.connector().close();
    int shard = databases.holds(0, "client", joined.client()) ? 0 : 1;
    LossyServer server = new LossyServer(game, 0, 0);
    LossyPlayer player = new LossyPlayer(game, joined.client(), 0);
    server.bePatient();
    player.bePatient();
    player.step(false);
    server.step(false);
    databases.away("omgservers_shard_" + shard);
    try {
      Await.until(
          () -> {
            player.step(false);
            return player.drops();
          },
          drops -> drops > 0);
    } finally {
      databases.back("omgservers_shard_" + shard);
    }
    player.sayNoMore();
    Await.until(
        () -> {
          player.step(false);
          server.step(false);
          return player.isComplete();
        },
        complete -> complete);
    List<Long> all = LongStream.rangeClosed(1, player.said()).boxed().toList();
    assertThat(server.heard(joined.client())).isEqualTo(all);
    assertThat(player.heard()).isEqualTo(all);
    player.leave();
    server.leave();
  }

  /**
   * One of its processes is killed, upon which PostgreSQL throws everybody out and recovers from
   * its log, as after a power failure.
   */
  @Test
  void keepsWhatItAcknowledgedWhenTheDatabaseCrashesUnderLoad() throws Exception {
    Map<String, String> acknowledged = new ConcurrentHashMap<>();
    AtomicBoolean crashed = new AtomicBoolean();
    ExecutorService crowd = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all =
          IntStream.range(0, 4)
              .<Future<?>>mapToObj(i -> crowd.submit(() -> signUpUntil(crashed, acknowledged)))
              .toList();
      Await.until(acknowledged::size, users -> users >= 100);
      databases.crash();
      crashed.set(true);
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      crowd.shutdownNow();
    }
    assertThat(acknowledged).hasSizeGreaterThan(100);
    // Some connections may still have to be found broken.
    acknowledged.forEach(
        (user, password) ->
            Await.until(() -> studio.service().signIn(user, password), token -> !token.isEmpty()));
  }

  /** Goes on until the database has crashed and one was signed up again. */
  private static void signUpUntil(AtomicBoolean crashed, Map<String, String> acknowledged) {
    boolean after;
    boolean refused;
    do {
      after = crashed.get();
      Service.Answer answer = studio.service().player("create-user", "{}", null);
      refused = answer.status() != 200;
      if (!refused) {
        acknowledged.put(answer.text("user_id"), answer.text("password"));
      } else {
        assertThat(answer.status()).isEqualTo(503);
      }
    } while (!after || refused);
  }

  private static String ready() {
    Calls.Reply told = new Calls(platform.installation().url(), null).get("/ready");
    assertThat(told.status()).isEqualTo(200);
    return told.json().toString();
  }

  private static String said(String text) {
    return "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":\"%s\"}}".formatted(text);
  }
}
