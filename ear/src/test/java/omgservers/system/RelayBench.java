package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import omgservers.launcher.Platform;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures the dispatcher beside an endpoint that does nothing but echo, in the same server and the
 * same run: rates as the clients see them, and CPU of the server per message.
 */
class RelayBench {
  private static final int PAIRS = 100;
  private static final int CROWD = 1_000;
  private static final int FANS = 50;
  private static final String MESSAGE = "m".repeat(64);
  private static final Duration WARM = Duration.ofSeconds(8);
  private static final Duration MEASURED = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String[] NONE = {};

  private static EchoBeside world;
  private static Platform platform;
  private static HandGame game;
  private static URI echo;

  @BeforeAll
  static void prepare() throws IOException {
    world = EchoBeside.start("relay-bench");
    platform = world.platform();
    game = new HandGame(platform);
    echo = world.echo();
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  private static WebSocket connect(
      JsonNode config,
      String more,
      AtomicLong received,
      java.util.function.BiConsumer<WebSocket, Object> listener) {
    String protocols = more + config.path("sec_web_socket_protocol").asText();
    return BenchSocket.open(
        URI.create(config.path("connection_url").asText()),
        protocols.split(",", -1),
        received,
        listener);
  }

  /** Messages and CPU of the server in the measured time. */
  private record Figures(double perSecond, double cpuMicros) {}

  private static Figures measure(AtomicLong delivered) throws InterruptedException {
    Thread.sleep(WARM.toMillis());
    double cpu = cpu();
    long before = delivered.get();
    long begin = System.nanoTime();
    Thread.sleep(MEASURED.toMillis());
    double seconds = (System.nanoTime() - begin) / 1e9;
    long count = delivered.get() - before;
    return new Figures(count / seconds, (cpu() - cpu) * 1e6 / count);
  }

  private static double cpu() {
    return ServerProcess.of(platform).cpuSeconds();
  }

  private static void report(String what, Figures figures, Figures baseline) {
    System.out.printf(
        "BENCH %-44s %9.0f /s %5.2f x an echo (%.0f /s); %6.1f us of CPU each, %5.2f x (%.1f us)%n",
        what,
        figures.perSecond,
        figures.perSecond / baseline.perSecond,
        baseline.perSecond,
        figures.cpuMicros,
        figures.cpuMicros / baseline.cpuMicros,
        baseline.cpuMicros);
  }

  /** Two round trips are as many hops as from a player to its game server and back. */
  private static Figures echoed() throws InterruptedException {
    AtomicLong hops = new AtomicLong();
    AtomicLong delivered = new AtomicLong();
    AtomicBoolean open = new AtomicBoolean(true);
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      AtomicLong own = new AtomicLong();
      sockets.add(
          BenchSocket.open(
              echo,
              NONE,
              hops,
              (socket, message) -> {
                if (own.incrementAndGet() % 2 == 0) {
                  delivered.incrementAndGet();
                }
                if (open.get()) {
                  BenchSocket.send(socket, MESSAGE);
                }
              }));
    }
    sockets.forEach(socket -> BenchSocket.send(socket, MESSAGE));
    Figures figures = measure(delivered);
    open.set(false);
    sockets.forEach(WebSocket::abort);
    return figures;
  }

  @Test
  void relayBetweenPairs() throws InterruptedException {
    List<HandGame.Player> players = game.joinAll(PAIRS);
    Figures baseline = echoed();
    report("relay of 100 pairs, binary frames", relayed(game.upgradeAll(players), true), baseline);
    report("relay of 100 pairs, JSON", relayed(game.upgradeAll(players), false), baseline);
    players.forEach(each -> each.connector().abort());
  }

  private static Figures relayed(List<HandGame.Player> players, boolean binary)
      throws InterruptedException {
    AtomicLong delivered = new AtomicLong();
    AtomicBoolean open = new AtomicBoolean(true);
    Outbox outbox = new Outbox();
    WebSocket server =
        connect(
            game.dispatcher(),
            binary ? "omgservers.binary.v1," : "",
            new AtomicLong(),
            (socket, message) -> outbox.add(socket, answer(message)));
    List<WebSocket> sockets = new ArrayList<>();
    for (HandGame.Player player : players) {
      sockets.add(
          connect(
              player.dispatcher(),
              "",
              delivered,
              (socket, message) -> {
                if (open.get()) {
                  BenchSocket.send(socket, MESSAGE);
                }
              }));
    }
    sockets.forEach(socket -> BenchSocket.send(socket, MESSAGE));
    Figures figures = measure(delivered);
    open.set(false);
    sockets.forEach(WebSocket::abort);
    server.abort();
    return figures;
  }

  /** What a game server does here: it says to the player what the player said. */
  private static Object answer(Object message) {
    if (message instanceof String envelope) {
      if (envelope.contains("\"event\"")) {
        return null;
      }
      int begin = envelope.indexOf(':') + 2;
      String client = envelope.substring(begin, envelope.indexOf('"', begin));
      return "{\"clients\":[\""
          + client
          + "\"],\"encoding\":\"TXT\",\"message\":\""
          + MESSAGE
          + "\"}";
    }
    ByteBuffer frame = (ByteBuffer) message;
    int kind = frame.get();
    frame.get();
    if (kind > 2) {
      return null;
    }
    ByteBuffer answer = ByteBuffer.allocate(4 + frame.remaining());
    answer.put((byte) kind).put((byte) 0).putShort((short) 1).put(frame).flip();
    return answer;
  }

  /** One message to a crowd, some times, as fast as all of them have it. */
  @Test
  void fanOutToACrowd() throws InterruptedException, IOException {
    long heapBefore = ServerProcess.of(platform).heap();
    List<HandGame.Player> players = game.joinAll(CROWD);
    System.out.printf(
        "BENCH %-44s %9.1f KiB%n",
        "heap of a client with its idle connector",
        (ServerProcess.of(platform).heap() - heapBefore) / 1024.0 / CROWD);
    AtomicLong bare = new AtomicLong();
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < CROWD; i++) {
      sockets.add(BenchSocket.open(echo, NONE, bare, (socket, message) -> {}));
    }
    Figures baseline = fan(bare, () -> BenchSocket.send(sockets.get(0), "!" + MESSAGE));
    sockets.forEach(WebSocket::abort);
    AtomicLong relayed = new AtomicLong();
    WebSocket server = connect(game.dispatcher(), "", new AtomicLong(), (socket, message) -> {});
    List<WebSocket> crowd = new ArrayList<>();
    for (HandGame.Player player : game.upgradeAll(players)) {
      crowd.add(connect(player.dispatcher(), "", relayed, (socket, message) -> {}));
    }
    String envelope =
        "{\"clients\":null,\"encoding\":\"TXT\",\"message\":\"!%s\"}".formatted(MESSAGE);
    report(
        "fan-out to 1,000 players",
        fan(relayed, () -> BenchSocket.send(server, envelope)),
        baseline);
    crowd.forEach(WebSocket::abort);
    server.abort();
    players.forEach(each -> each.connector().abort());
  }

  private static Figures fan(AtomicLong received, Runnable send) throws InterruptedException {
    fans(received, send);
    double cpu = cpu();
    long begin = System.nanoTime();
    long count = fans(received, send);
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new Figures(count / seconds, (cpu() - cpu) * 1e6 / count);
  }

  private static long fans(AtomicLong received, Runnable send) throws InterruptedException {
    long before = received.get();
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (int i = 1; i <= FANS; i++) {
      send.run();
      while (received.get() < before + (long) i * CROWD && System.nanoTime() < end) {
        Thread.sleep(1);
      }
    }
    return received.get() - before;
  }
}
