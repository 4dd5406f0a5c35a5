package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What sockets bear, refuse and tell: the dispatcher's rooms, and the limits of all sockets. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SocketsIT {
  private static final int PER_ADDRESS = 40;
  private static final int BURST = 30;

  private static Platform platform;
  private static HandGame game;

  @BeforeAll
  static void prepare() {
    platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh("sockets"),
                TestPlatform.freePort(),
                Map.ofEntries(
                    Map.entry(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER),
                    Map.entry("omgservers.sockets.message-bytes", "65536"),
                    Map.entry("omgservers.sockets.player-messages-per-second", "10"),
                    Map.entry("omgservers.sockets.player-messages-burst", Integer.toString(BURST)),
                    Map.entry("omgservers.sockets.excess-seconds", "2"),
                    Map.entry("omgservers.sockets.per-address", Integer.toString(PER_ADDRESS)),
                    Map.entry("omgservers.sockets.origins", "https://game.example.com"),
                    Map.entry("omgservers.sockets.ping", "PT1S"),
                    Map.entry("omgservers.sockets.silence", "PT4S"),
                    Map.entry("omgservers.runtime.first-contact", "PT5M"),
                    Map.entry("omgservers.runtime.silence", "PT10M"))),
            new Screen(System.out));
    game = new HandGame(platform);
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  private static String envelope(String clients, String message, String more) {
    return "{\"clients\":%s,\"encoding\":\"TXT\",\"message\":\"%s\"%s}"
        .formatted(clients, message, more);
  }

  private static byte[] frame(int kind, int flags, List<String> clients, byte[] message) {
    ByteBuffer frame = ByteBuffer.allocate(4 + 8 * clients.size() + message.length);
    frame.put((byte) kind).put((byte) flags).putShort((short) clients.size());
    clients.forEach(client -> frame.putLong(Long.parseLong(client)));
    return frame.put(message).array();
  }

  private static String toRuntime(int kind, int flags, String client, byte[] message) {
    return "BIN "
        + HexFormat.of()
            .formatHex(
                ByteBuffer.allocate(10 + message.length)
                    .put((byte) kind)
                    .put((byte) flags)
                    .putLong(Long.parseLong(client))
                    .put(message)
                    .array());
  }

  @Test
  void relaysTextAndBytesToOneSomeAndAll() {
    HandGame.Player ann = game.join();
    HandGame.Player ben = game.join();
    try (Wire server = Wire.open(game.dispatcher());
        Wire first = Wire.open(ann.dispatcher());
        Wire second = Wire.open(ben.dispatcher())) {
      server.next("CLIENT_CONNECTED");
      server.next("CLIENT_CONNECTED");
      first.send("x=\"1\" \u00e4");
      assertThat(server.next(ann.client()))
          .isEqualTo(
              "{\"client_id\":\"%s\",\"encoding\":\"TXT\",\"message\":\"x=\\\"1\\\" \u00e4\"}"
                  .formatted(ann.client()));
      second.send(new byte[] {1, 2, 3});
      assertThat(server.next(ben.client()))
          .isEqualTo(
              "{\"client_id\":\"%s\",\"encoding\":\"B64\",\"message\":\"AQID\"}"
                  .formatted(ben.client()));
      server.send(envelope("null", "all", ""));
      server.send(envelope("[\"%s\",\"77\"]".formatted(ann.client()), "one", ",\"colour\":[{}]"));
      server.send(
          "{\"clients\":[%s],\"encoding\":\"B64\",\"message\":\"AQID\"}".formatted(ben.client()));
      assertThat(first.next("")).isEqualTo("all");
      assertThat(first.next("")).isEqualTo("one");
      assertThat(second.next("")).isEqualTo("all");
      assertThat(second.next("")).isEqualTo("BIN 010203");
    }
    ann.connector().close();
    ben.connector().close();
  }

  @Test
  void bearsWhatIsNoEnvelope() {
    HandGame.Player ann = game.join();
    try (Wire server = Wire.open(game.dispatcher());
        Wire player = Wire.open(ann.dispatcher())) {
      server.next("CLIENT_CONNECTED");
      for (String wrong :
          List.of(
              "",
              "x",
              "[]",
              "{",
              "{}",
              "{\"encoding\":\"TXT\"}",
              "{\"encoding\":\"HEX\",\"message\":\"1\"}",
              "{\"encoding\":\"B64\",\"message\":\"*\"}",
              "{\"encoding\":\"TXT\",\"message\":1}",
              "{\"clients\":7,\"encoding\":\"TXT\",\"message\":\"1\"}",
              "{\"clients\":[\"x\"],\"encoding\":\"TXT\",\"message\":\"1\"}",
              "{\"clients\":[1e99],\"encoding\":\"TXT\",\"message\":\"1\"}",
              "{\"clients\":[[]],\"encoding\":\"TXT\",\"message\":\"1\"}")) {
        server.send(wrong);
      }
      server.send(new byte[] {1, 2, 3});
      server.send(envelope("null", "good", ""));
      assertThat(player.next("")).isEqualTo("good");
    }
    ann.connector().close();
  }

  @Test
  void speaksInBinaryFramesWithAGameServerThatAsksForThem() {
    HandGame.Player ann = game.join();
    byte[] text = "hei \u00e4".getBytes(StandardCharsets.UTF_8);
    try (Wire server = Wire.open(game.dispatcher(), "omgservers.binary.v1")) {
      Wire player = Wire.open(ann.dispatcher());
      assertThat(server.next("BIN")).isEqualTo(toRuntime(3, 0, ann.client(), new byte[0]));
      player.send("hei \u00e4");
      assertThat(server.next("BIN")).isEqualTo(toRuntime(1, 0, ann.client(), text));
      player.send(new byte[] {9, 8});
      assertThat(server.next("BIN")).isEqualTo(toRuntime(2, 0, ann.client(), new byte[] {9, 8}));
      server.send(frame(1, 0, List.of(), text));
      assertThat(player.next("")).isEqualTo("hei \u00e4");
      server.send(frame(2, 1, List.of("5", ann.client()), new byte[] {7}));
      assertThat(player.next("")).isEqualTo("BIN 07");
      for (byte[] wrong :
          List.of(
              new byte[0],
              new byte[] {1, 0, 0},
              new byte[] {1, 0, 0, 9, 1},
              frame(4, 0, List.of(), text),
              frame(1, 0, List.of(), new byte[] {(byte) 0xc3}))) {
        server.send(wrong);
      }
      server.send(envelope("null", "also JSON", ""));
      assertThat(player.next("")).isEqualTo("also JSON");
      player.close();
      assertThat(server.next("BIN")).isEqualTo(toRuntime(4, 0, ann.client(), new byte[0]));
    }
    ann.connector().close();
  }

  @Test
  void tellsWhoComesGoesAndComesBack() {
    HandGame.Player ann = game.join();
    Wire early = Wire.open(ann.dispatcher());
    early.send("before the game server was there");
    try (Wire server = Wire.open(game.dispatcher())) {
      assertThat(server.next("CLIENT_CONNECTED")).contains("\"resumed\":");
      assertThat(server.next(ann.client())).contains("before the game server was there");
      early.abort();
      server.next("CLIENT_DISCONNECTED");
      Wire back = Wire.open(game.upgrade(ann.client(), ann.connector()));
      assertThat(server.next("CLIENT_CONNECTED")).contains("\"resumed\":true");
      Wire other = Wire.open(game.upgrade(ann.client(), ann.connector()));
      assertThat(back.next("CLOSED")).isEqualTo("CLOSED 4001 Replaced by another connection");
      assertThat(server.next("CLIENT_CONNECTED")).contains("\"resumed\":true");
      try (Wire again = Wire.open(game.dispatcher())) {
        assertThat(server.next("CLOSED")).startsWith("CLOSED 4001");
        assertThat(again.next("CLIENT_CONNECTED")).contains("\"resumed\":true");
        again.send(envelope("null", "still here", ""));
        assertThat(other.next("")).isEqualTo("still here");
      }
      other.close();
    }
    ann.connector().close();
  }

  @Test
  void warnsAndThenClosesWhoSendsTooMuch() throws InterruptedException {
    HandGame.Player ann = game.join();
    try (Wire server = Wire.open(game.dispatcher())) {
      Wire player = Wire.open(ann.dispatcher());
      int sent = 0;
      while (sent < 5 * BURST) {
        player.send("flood " + sent++);
      }
      Thread.sleep(1_500);
      player.send("a pause later");
      List<String> passed = server.until("a pause later");
      assertThat(passed.stream().filter(each -> each.contains("CLIENT_LIMITED"))).hasSize(1);
      assertThat(passed.stream().filter(each -> each.contains("flood ")))
          .hasSizeBetween(BURST, 5 * BURST - 1);
      String closed = flood(player);
      assertThat(closed).isEqualTo("CLOSED 4029 Too many messages");
    }
    Wire connector = ann.connector();
    for (int i = 0; i < 3 * BURST; i++) {
      connector.send("{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":" + i + "}}");
    }
    assertThat(connector.next("MESSAGE_REFUSED")).contains("429").contains("Too many messages");
    assertThat(flood(connector)).isEqualTo("CLOSED 4029 Too many messages");
  }

  private static String numbered(int number) {
    return "{\"id\":%d,\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":%d}}"
        .formatted(number, number);
  }

  private static int taken(Wire player, boolean again) {
    player.send(
        "{\"qualifier\":\"CONSUME_MESSAGES\",\"body\":{\"consumed_messages\":[],\"again\":%b}}"
            .formatted(again));
    return Integer.parseInt(player.next("MESSAGES_TAKEN").replaceAll("\\D", ""));
  }

  /** What is too much of one who numbers it is not lost, and nothing overtakes it. */
  @Test
  void takesWhatWasTooMuchWhenItIsSaidAgain() throws InterruptedException {
    HandGame.Player ann = game.join();
    ann.connector().close();
    int all = 2 * BURST;
    try (Wire player = Wire.open(game.resume(ann.client()), "omgservers.resume.v1")) {
      assertThat(taken(player, false)).isZero();
      for (int i = 1; i <= all; i++) {
        player.send(numbered(i));
      }
      assertThat(player.next("MESSAGES_DROPPED")).contains("\"pause_millis\":1000");
      Thread.sleep(1_500);
      player.send(numbered(all + 1));
      int last = taken(player, true);
      assertThat(last).isLessThan(all);
      while (last < all) {
        Thread.sleep(120);
        player.send(numbered(++last));
        player.next("MESSAGES_TAKEN\",\"body\":{\"number\":\"" + last + "\"");
      }
      assertThat(game.said(ann.client(), all))
          .isEqualTo(IntStream.rangeClosed(1, all).mapToObj(Integer::toString).toList());
    }
  }

  /** Goes on for some seconds, as somebody who hears no warning. */
  private static String flood(Wire wire) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      for (int k = 0; k < BURST; k++) {
        try {
          wire.send("{}");
        } catch (CompletionException e) {
          return wire.next("CLOSED");
        }
      }
      Thread.sleep(100);
    }
    return "never closed";
  }

  @Test
  void dropsOldStatesOfASlowPlayerAndClosesOneWhoMissesMore() {
    HandGame.Player slow = game.join();
    HandGame.Player quick = game.join();
    String large = "x".repeat(30_000);
    try (Wire server = Wire.open(game.dispatcher());
        Wire listens = Wire.open(quick.dispatcher())) {
      Wire deaf = Wire.openDeaf(slow.dispatcher());
      server.next(slow.client());
      for (int i = 0; i < 600; i++) {
        server.send(envelope("null", large + i, ",\"droppable\":true"));
        server.send(envelope("[\"%s\"]".formatted(quick.client()), "tick " + i, ""));
      }
      assertThat(listens.next("tick 599")).isEqualTo("tick 599");
      for (int i = 0; i < 600; i++) {
        server.send(envelope("[\"%s\"]".formatted(slow.client()), large + i, ""));
      }
      assertThat(server.next("CLIENT_DISCONNECTED")).contains(slow.client());
      server.send(envelope("null", "after", ""));
      assertThat(listens.next("after")).isEqualTo("after");
      deaf.abort();
    }
    slow.connector().close();
    quick.connector().close();
  }

  @Test
  void refusesTooLargeMessagesAndForeignPages() {
    HandGame.Player ann = game.join();
    try (Wire server = Wire.open(game.dispatcher())) {
      Wire player = Wire.open(ann.dispatcher());
      server.next("CLIENT_CONNECTED");
      player.send("y".repeat(65_537));
      assertThat(player.next("CLOSED")).startsWith("CLOSED 1009");
      server.next("CLIENT_DISCONNECTED");
    }
    JsonNode ticket = game.upgrade(ann.client(), ann.connector());
    assertThatThrownBy(() -> Wire.openFrom("https://evil.example.com", ticket))
        .hasStackTraceContaining("403");
    Wire.openFrom("https://game.example.com", ticket).close();
    ann.connector().close();
  }

  @Test
  void takesSoManySocketsFromOneAddress() {
    HandGame.Player ann = game.join();
    List<HandGame.Player> others = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i <= PER_ADDRESS; i++) {
                others.add(game.join());
              }
            })
        .hasStackTraceContaining("429");
    others.forEach(other -> other.connector().close());
    Await.until(
        () -> {
          try {
            Wire.open(game.upgrade(ann.client(), ann.connector())).close();
            return true;
          } catch (CompletionException e) {
            return false;
          }
        },
        opened -> opened);
    ann.connector().close();
  }

  @Test
  void closesASocketThatIsOpenOnOneSideOnly() throws IOException {
    HandGame.Player ann = game.join();
    URI url = URI.create(ann.dispatcher().path("connection_url").asText());
    try (Socket half = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      half.setSoTimeout(20_000);
      String handshake =
          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  .formatted(url.getPath(), url.getPort())
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Protocol: "
              + ann.dispatcher().path("sec_web_socket_protocol").asText()
              + "\r\n\r\n";
      for (byte each : handshake.getBytes(StandardCharsets.US_ASCII)) {
        half.getOutputStream().write(each);
        half.getOutputStream().flush();
      }
      byte[] all = half.getInputStream().readAllBytes();
      String said = new String(all, StandardCharsets.ISO_8859_1);
      assertThat(said).startsWith("HTTP/1.1 101").contains("Inactive connection");
    }
    ann.connector().close();
  }

  /** Nobody takes its place, but all are told, and a proxy learns that it sends nobody here. */
  @Test
  @Order(Integer.MAX_VALUE)
  void tellsAllWhenItDrainsThoughItIsTheOnlyInstance() {
    URI url = platform.installation().url();
    HandGame.Player ann = game.join();
    String password = platform.secrets().get("admin");
    new Administration(url, new Service(url).token("admin", "admin", password))
        .post("instances/0/drain", "")
        .is(204);
    Await.until(() -> new Calls(url, null).get("/ready").status(), code -> code == 503);
    assertThat(ann.connector().next("CLOSED")).isEqualTo("CLOSED 1012 Service restart");
  }
}
