package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What players cost the server until they play, beside a ping, and how long a service message takes
 * to the game server and back.
 */
class PlayersBench {
  private static final int WARM_ROUNDS = 4;
  private static final int MEASURED = 2_000;
  private static final int CALLERS = 4;
  private static final int ROUND_TRIPS = 500;
  private static final String MUCH = "10000000";
  private static final String STAGE =
      "{\"tenant\":\"hand\",\"project\":\"game\",\"stage\":\"live\"}";

  private static Platform platform;
  private static HandGame game;
  private static Service service;

  @BeforeAll
  static void prepare() {
    platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh("players-bench"),
                TestPlatform.freePort(),
                Map.ofEntries(
                    Map.entry("omgservers.limits.open-per-minute", MUCH),
                    Map.entry("omgservers.limits.open-burst", MUCH),
                    Map.entry("omgservers.limits.sign-in-per-minute", MUCH),
                    Map.entry("omgservers.limits.api-per-minute", MUCH),
                    Map.entry("omgservers.limits.api-burst", MUCH),
                    Map.entry("omgservers.sockets.player-messages-per-second", MUCH),
                    Map.entry("omgservers.sockets.player-messages-burst", MUCH),
                    Map.entry("omgservers.player.client-silence", "PT30M"),
                    Map.entry("omgservers.runtime.first-contact", "PT30M"),
                    Map.entry("omgservers.runtime.silence", "PT30M"))),
            new Screen(System.out));
    game = new HandGame(platform);
    service = new Service(platform.installation().url());
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  /** Milliseconds, of time and of the server's CPU. */
  private record Cost(double time, double cpu) {}

  private static Cost measure(Runnable call) {
    ServerProcess server = ServerProcess.of(platform);
    double cpu = server.cpuSeconds();
    long begin = System.nanoTime();
    repeat(call);
    return new Cost(
        (System.nanoTime() - begin) / 1e6 / MEASURED, (server.cpuSeconds() - cpu) * 1e3 / MEASURED);
  }

  /** By a few callers at once, as players come: one alone has the server fall asleep between. */
  private static void repeat(Runnable call) {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      Stream.generate(() -> callers.submit(() -> repeatAlone(call)))
          .limit(CALLERS)
          .toList()
          .forEach(PlayersBench::join);
    } finally {
      callers.shutdown();
    }
  }

  private static void repeatAlone(Runnable call) {
    for (int i = 0; i < MEASURED / CALLERS; i++) {
      call.run();
    }
  }

  private static void join(Future<?> calls) {
    try {
      calls.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void report(String what, Cost cost, Cost ping) {
    System.out.printf(
        "BENCH %-24s %6.2f ms, %5.2f ms of CPU of the server, %5.2f x a ping (%.2f ms)%n",
        what, cost.time, cost.cpu, cost.cpu / ping.cpu, ping.cpu);
  }

  private static void succeed(Service.Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
  }

  /** All are called in turn before any is measured: the compiler is busy for long. */
  @Test
  void signUpSignInEnterAndExchange() {
    Service.User user = service.signUp();
    String credentials =
        "{\"user_id\":\"%s\",\"password\":\"%s\"}".formatted(user.id(), user.password());
    String client =
        service.player("create-client", STAGE, user.token()).body().path("client_id").asText();
    String exchange =
        "{\"client_id\":\"%s\",\"outgoing_messages\":[],\"consumed_messages\":[]}"
            .formatted(client);
    Deque<Service.User> users = new ConcurrentLinkedDeque<>();
    Runnable ping = () -> succeed(service.player("ping-service", "{\"message\":\"p\"}", null));
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("sign-up", () -> succeed(service.player("create-user", "{}", null)));
    calls.put("sign-in", () -> succeed(service.player("create-token", credentials, null)));
    calls.put(
        "interchange",
        () -> succeed(service.player("interchange-messages", exchange, user.token())));
    calls.put(
        "create-client, to a lobby",
        () -> succeed(service.player("create-client", STAGE, users.remove().token())));
    for (int round = 0; round < WARM_ROUNDS; round++) {
      repeat(ping);
      repeat(() -> users.add(service.signUp()));
      calls.values().forEach(PlayersBench::repeat);
    }
    repeat(() -> users.add(service.signUp()));
    Cost bare = measure(ping);
    calls.forEach((what, call) -> report(what, measure(call), bare));
  }

  @Test
  void serviceMessageThereAndBack() {
    HandGame.Player ann = game.join();
    List<Double> millis = new ArrayList<>();
    try (Wire channel = Wire.open(game.channel())) {
      channel.send("{}");
      for (int i = 0; i < ROUND_TRIPS; i++) {
        long begin = System.nanoTime();
        ann.connector()
            .send("{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":\"there\"}}");
        answer(channel, ann.client());
        ann.connector().next("back");
        millis.add((System.nanoTime() - begin) / 1e6);
      }
    }
    List<Double> later = new ArrayList<>(millis.subList(ROUND_TRIPS / 2, ROUND_TRIPS));
    Collections.sort(later);
    System.out.printf(
        "BENCH service message there and back: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        later.get(later.size() / 2),
        later.get(later.size() * 99 / 100),
        later.get(later.size() - 1));
    ann.connector().close();
  }

  private static void answer(Wire channel, String client) {
    try {
      JsonNode frame = Service.JSON.readTree(channel.next("MESSAGE_RECEIVED"));
      List<String> ids = new ArrayList<>();
      frame.path("incoming_messages").forEach(each -> ids.add(each.path("id").asText()));
      channel.send(
          "{\"outgoing_messages\":[{\"qualifier\":\"RESPOND_CLIENT\",\"body\":{\"client_id\":\"%s\",\"message\":\"back\"}}],\"consumed_messages\":%s}"
              .formatted(client, LossyEnd.list(ids)));
    } catch (java.io.IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
