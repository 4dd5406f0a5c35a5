package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What sockets cost that are only held, what it takes when many come back at once, and how long
 * messages take that are sent at a rate of their own, whether answers come or not.
 */
class SocketsBench {
  private static final int HELD = Integer.getInteger("omgservers.bench.sockets", 10_000);
  private static final int STORM = Integer.getInteger("omgservers.bench.storm", 1_000);
  private static final int RATE = Integer.getInteger("omgservers.bench.rate", 2_000);
  private static final int SECONDS = Integer.getInteger("omgservers.bench.seconds", 60);
  private static final int PAIRS = 100;
  private static final int WARM_SECONDS = 10;
  private static final int AT_ONCE = 64;
  private static final int MESSAGE = 64;
  private static final int CONNECTIONS_AT_ONCE = 200;
  private static final double QUIET = 0.05;
  private static final String RESUMES = "omgservers.resume.v1,";
  private static final String BEGIN =
      "{\"qualifier\":\"CONSUME_MESSAGES\",\"body\":{\"consumed_messages\":[]}}";
  private static final String[] NONE = {};

  private static EchoBeside world;
  private static HandGame game;

  @BeforeAll
  static void prepare() throws IOException {
    world = EchoBeside.start("sockets-bench");
    game = new HandGame(world.platform());
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  private static ServerProcess server() {
    return ServerProcess.of(world.platform());
  }

  private static CompletableFuture<NioSockets.Held> connect(NioSockets sockets, JsonNode config) {
    return sockets.open(
        URI.create(config.path("connection_url").asText()),
        RESUMES + config.path("sec_web_socket_protocol").asText(),
        BEGIN);
  }

  private static <T> List<T> together(int count, Supplier<T> call) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<T>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(CompletableFuture.supplyAsync(call, threads));
      }
      return all.stream().map(CompletableFuture::join).toList();
    } finally {
      threads.shutdown();
    }
  }

  /** Used CPU in the measured time, as a part of a core. */
  private static double load() throws InterruptedException {
    double cpu = server().cpuSeconds();
    Thread.sleep(SECONDS * 1_000L);
    return (server().cpuSeconds() - cpu) / SECONDS;
  }

  /** What is still compiled or cleaned up is not the price of what is held. */
  private static void settle() throws InterruptedException {
    for (int i = 0; i < SECONDS; i++) {
      double cpu = server().cpuSeconds();
      Thread.sleep(1_000);
      if (server().cpuSeconds() - cpu < QUIET) {
        return;
      }
    }
  }

  @Test
  void connectAndHold() throws InterruptedException, IOException {
    try (NioSockets sockets = new NioSockets()) {
      List<NioSockets.Held> bare = new ArrayList<>();
      long before = server().heap();
      for (int i = 0; i < HELD; i++) {
        bare.add(sockets.open(world.echo(), "", null).join());
      }
      long bareHeap = (server().heap() - before) / HELD;
      bare.forEach(NioSockets.Held::abort);
      List<HandGame.Client> clients = together(HELD, game::client);
      settle();
      double loadBefore = load();
      before = server().heap();
      List<NioSockets.Held> held = new ArrayList<>();
      for (int i = 0; i < HELD; i += CONNECTIONS_AT_ONCE) {
        clients.subList(i, Math.min(HELD, i + CONNECTIONS_AT_ONCE)).stream()
            // The ticket may have ended meanwhile.
            .map(client -> connect(sockets, game.resume(client.id())))
            .toList()
            .forEach(opening -> held.add(opening.join()));
      }
      settle();
      System.out.printf(
          "BENCH heap of each of %d idle connectors %.1f KiB, %.2f x a bare socket (%.1f KiB)%n",
          HELD,
          (server().heap() - before) / 1024.0 / HELD,
          (server().heap() - before) / (double) HELD / bareHeap,
          bareHeap / 1024.0);
      System.out.printf(
          "BENCH %d idle connectors %.4f of a core, %.4f without any; %d of them were closed%n",
          HELD, load(), loadBefore, held.stream().filter(NioSockets.Held::isClosed).count());
    }
  }

  @Test
  void reconnectStorm() {
    try (NioSockets sockets = new NioSockets()) {
      List<HandGame.Client> clients = together(STORM, game::client);
      for (int round = 1; round <= 3; round++) {
        Storm bare = new Storm(STORM);
        bare.run(i -> sockets.open(world.echo(), "", null));
        Storm storm = new Storm(STORM);
        storm.run(i -> connect(sockets, game.resume(clients.get(i).id())));
        System.out.printf(
            "BENCH %d reconnects, round %d: all after %.2f s, %.2f x as many bare ones (%.2f s);"
                + " p50 %.0f, p99 %.0f, max %.0f ms; %.2f ms of CPU each, %.2f x%n",
            STORM,
            round,
            storm.seconds,
            storm.seconds / bare.seconds,
            bare.seconds,
            storm.millis(0.5),
            storm.millis(0.99),
            storm.millis(1),
            storm.cpu,
            storm.cpu / bare.cpu);
        storm.opened.forEach(NioSockets.Held::abort);
      }
    }
  }

  /** Opens of which all begin at the same moment. */
  private static final class Storm {
    private final long[] nanos;
    private final List<NioSockets.Held> opened = new ArrayList<>();
    private double seconds;
    private double cpu;

    Storm(int count) {
      nanos = new long[count];
    }

    void run(IntFunction<CompletableFuture<NioSockets.Held>> opening) {
      double cpuBefore = server().cpuSeconds();
      long begin = System.nanoTime();
      AtomicLong next = new AtomicLong();
      opened.addAll(
          together(
              nanos.length,
              () -> {
                int i = (int) next.getAndIncrement();
                NioSockets.Held held = opening.apply(i).join();
                nanos[i] = System.nanoTime() - begin;
                return held;
              }));
      seconds = (System.nanoTime() - begin) / 1e9;
      cpu = (server().cpuSeconds() - cpuBefore) * 1e3 / nanos.length;
      Arrays.sort(nanos);
    }

    double millis(double share) {
      return nanos[(int) Math.min(nanos.length - 1, nanos.length * share)] / 1e6;
    }
  }

  @Test
  void relayAtARateOfItsOwn() throws InterruptedException {
    List<HandGame.Player> players = game.joinAll(PAIRS);
    OpenLoop echoed = new OpenLoop();
    List<WebSocket> sockets = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      sockets.add(
          BenchSocket.open(
              world.echo(), NONE, new AtomicLong(), (socket, message) -> echoed.heard(message)));
    }
    echoed.run(sockets);
    sockets.forEach(WebSocket::abort);
    OpenLoop relayed = new OpenLoop();
    Outbox outbox = new Outbox();
    WebSocket runtime =
        open(
            game.dispatcher(),
            "omgservers.binary.v1,",
            (socket, message) -> outbox.add(socket, answer((ByteBuffer) message)));
    List<WebSocket> crowd = new ArrayList<>();
    for (HandGame.Player player : game.upgradeAll(players)) {
      crowd.add(open(player.dispatcher(), "", (socket, message) -> relayed.heard(message)));
    }
    relayed.run(crowd);
    crowd.forEach(WebSocket::abort);
    runtime.abort();
    players.forEach(each -> each.connector().abort());
    echoed.report("an echo");
    relayed.report("relay of 100 pairs, binary frames");
  }

  private static WebSocket open(
      JsonNode config, String more, BiConsumer<WebSocket, Object> listener) {
    return BenchSocket.open(
        URI.create(config.path("connection_url").asText()),
        (more + config.path("sec_web_socket_protocol").asText()).split(",", -1),
        new AtomicLong(),
        listener);
  }

  private static ByteBuffer answer(ByteBuffer frame) {
    int kind = frame.get();
    frame.get();
    if (kind > 2) {
      return null;
    }
    ByteBuffer answer = ByteBuffer.allocate(4 + frame.remaining());
    return answer.put((byte) kind).put((byte) 0).putShort((short) 1).put(frame).flip();
  }

  /**
   * Messages go at their times, late ones at once; the time that one takes counts from when it
   * should have gone, so that a slow answer does not hide how long the next ones would have taken.
   */
  private static final class OpenLoop {
    private final List<Long> nanos = new ArrayList<>();
    private final LongAdder heard = new LongAdder();
    private long measuredFrom;
    private double cpu;
    private long sent;

    synchronized void heard(Object message) {
      heard.increment();
      long due = Long.parseLong(((String) message).strip());
      if (due >= measuredFrom) {
        nanos.add(System.nanoTime() - due);
      }
    }

    void run(List<WebSocket> sockets) throws InterruptedException {
      List<Outbox> outboxes = sockets.stream().map(socket -> new Outbox()).toList();
      long begin = System.nanoTime();
      measuredFrom = begin + WARM_SECONDS * 1_000_000_000L;
      LongConsumer send =
          number -> {
            int at = (int) (number % sockets.size());
            long due = begin + number * 1_000_000_000L / RATE;
            outboxes.get(at).add(sockets.get(at), ("%" + MESSAGE + "d").formatted(due));
          };
      long number = 0;
      double cpuBefore = 0;
      long all = (long) RATE * (WARM_SECONDS + SECONDS);
      while (number < all) {
        long due = Math.min(all, (System.nanoTime() - begin) * RATE / 1_000_000_000L);
        for (; number < due; number++) {
          if (number == (long) RATE * WARM_SECONDS) {
            cpuBefore = server().cpuSeconds();
          }
          send.accept(number);
        }
        Thread.sleep(1);
      }
      cpu = (server().cpuSeconds() - cpuBefore) * 1e6 / ((double) RATE * SECONDS);
      sent = number;
      for (int i = 0; i < SECONDS && heard.sum() < sent; i++) {
        Thread.sleep(1_000);
      }
    }

    synchronized void report(String what) {
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "BENCH %s, %d a second: p50 %.2f, p99 %.2f, max %.1f ms; %.1f us of CPU each;"
              + " %d of %d came back%n",
          what,
          RATE,
          sorted[sorted.length / 2] / 1e6,
          sorted[(int) (sorted.length * 0.99)] / 1e6,
          sorted[sorted.length - 1] / 1e6,
          cpu,
          heard.sum(),
          sent);
    }
  }
}
