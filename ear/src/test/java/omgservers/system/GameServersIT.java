package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What game servers ask and are told, word by word. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GameServersIT {
  /** Behind all that have no order: it ends the game server that they share. */
  private static final int LAST = Integer.MAX_VALUE;

  private static final int PROFILE_SIZE = 100;
  private static final int MAILBOX = 300;
  private static final int PLAYERS = 4;

  /** How long connections are cut: <code>-Domgservers.cuts.seconds=300</code> for five minutes. */
  private static final int CUTS_SECONDS = Integer.getInteger("omgservers.cuts.seconds", 10);

  private static final int REST_SECONDS = 120;
  private static final long MANY = 10_000_000;

  private static Platform platform;
  private static HandGame game;

  /** The last number of a frame; they grow from test to test, as all are of one game server. */
  private static long number;

  @BeforeAll
  static void prepare() {
    platform =
        Platform.start(
            new Installation(
                TestPlatform.ROOT,
                TestPlatform.fresh("game-servers"),
                TestPlatform.freePort(),
                Map.ofEntries(
                    Map.entry(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER),
                    Map.entry("omgservers.player.profile-size", Integer.toString(PROFILE_SIZE)),
                    Map.entry("omgservers.limits.sign-in-per-minute", "100000"),
                    Map.entry("omgservers.limits.api-per-minute", "100000"),
                    Map.entry("omgservers.limits.open-per-minute", "100000"),
                    Map.entry("omgservers.limits.open-burst", "100000"),
                    Map.entry("omgservers.mailbox.messages", Integer.toString(MAILBOX)),
                    Map.entry("omgservers.player.client-silence", "PT10M"),
                    Map.entry("omgservers.runtime.first-contact", "PT5M"),
                    Map.entry("omgservers.runtime.silence", "PT10M"))),
            new Screen(System.out));
    game = new HandGame(platform);
  }

  @AfterAll
  static void stop() throws IOException {
    if (platform != null) {
      platform.close();
      CutCalls.requireOrder(platform.installation().data().resolve("logs"));
    }
  }

  private static String command(String qualifier, String client, String more) {
    return "{\"qualifier\":\"%s\",\"body\":{\"client_id\":\"%s\"%s}}"
        .formatted(qualifier, client, more);
  }

  private static JsonNode profile(String qualifier, String client, String more) {
    return game.ask(command(qualifier, client, more), "PROFILE_ANSWERED");
  }

  @Test
  void readsAndWritesTheProfileOfAPlayer() {
    HandGame.Player ann = game.join();
    String client = ann.client();
    game.exchange(
        command("SET_PROFILE", client, ",\"profile\":{\"xp\":9007199254740993,\"gold\":1.5}"));
    JsonNode read =
        Await.until(
            () -> profile("GET_PROFILE", client, ""),
            seen -> !seen.at("/profile/xp").isMissingNode());
    assertThat(read.path("outcome").asText()).isEqualTo("READ");
    assertThat(read.path("profile").toString()).isEqualTo("{\"xp\":9007199254740993,\"gold\":1.5}");
    int version = read.path("version").asInt();
    String stated = ",\"version\":" + version;
    JsonNode patched =
        profile("PATCH_PROFILE", client, ",\"patch\":{\"xp\":null,\"a\":[1]}" + stated);
    assertThat(patched.path("outcome").asText()).isEqualTo("WRITTEN");
    assertThat(patched.path("version").asInt()).isGreaterThan(version);
    JsonNode late = profile("SET_PROFILE", client, ",\"profile\":{}" + stated);
    assertThat(late.path("outcome").asText()).isEqualTo("CHANGED_MEANWHILE");
    assertThat(late.path("version")).isEqualTo(patched.path("version"));
    assertThat(late.path("profile").toString()).isEqualTo("{\"gold\":1.5,\"a\":[1]}");
    ann.connector().close();
  }

  @Test
  void boundsAProfileThatGrowsByPatchesAndKnowsOnlyItsOwnPlayers() {
    HandGame.Player ann = game.join();
    String part = "\"" + "x".repeat(PROFILE_SIZE / 2) + "\"";
    assertThat(
            profile("PATCH_PROFILE", ann.client(), ",\"patch\":{\"a\":" + part + "}")
                .path("outcome")
                .asText())
        .isEqualTo("WRITTEN");
    JsonNode longer = profile("PATCH_PROFILE", ann.client(), ",\"patch\":{\"b\":" + part + "}");
    assertThat(longer.path("outcome").asText()).isEqualTo("TOO_LONG");
    assertThat(profile("GET_PROFILE", ann.client(), "").path("profile").size()).isEqualTo(1);
    JsonNode stranger = profile("PATCH_PROFILE", "77", ",\"patch\":{}");
    assertThat(stranger.path("outcome").asText()).isEqualTo("NOT_ASSIGNED");
    ann.connector().close();
  }

  private static String respond(String client, String message) {
    return command("RESPOND_CLIENT", client, ",\"message\":" + message);
  }

  private static String frame(long number, String commands) {
    return "{\"number\":%d,\"outgoing_messages\":[%s],\"consumed_messages\":[]}"
        .formatted(number, commands);
  }

  @Test
  void carriesCommandsAndMessagesOverAChannel() {
    HandGame.Player ann = game.join();
    try (Wire first = Wire.open(game.channel())) {
      first.send("{}");
      ann.connector()
          .send("{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"n\":1.50}}}");
      assertThat(first.next("MESSAGE_RECEIVED")).contains("{\"n\":1.50}");
      String frame = frame(++number, respond(ann.client(), "\"one\""));
      first.send(frame);
      assertThat(first.next("\"number\":\"" + number)).contains("\"refused\":null");
      first.send(frame);
      first.next("\"number\":\"" + number);
      first.send(frame(++number, respond(ann.client(), "\"two\"")));
      assertThat(ann.connector().next("MESSAGE_PRODUCED")).contains("one");
      assertThat(ann.connector().next("MESSAGE_PRODUCED")).contains("two");
      try (Wire second = Wire.open(game.channel())) {
        assertThat(first.next("CLOSED")).isEqualTo("CLOSED 4001 Replaced by another connection");
        second.send("{}");
        assertThat(second.next("MESSAGE_RECEIVED")).contains("{\"n\":1.50}");
      }
    }
    ann.connector().close();
  }

  @Test
  void refusesAFrameAndNamesTheField() {
    try (Wire channel = Wire.open(game.channel())) {
      for (String wrong : List.of("", "x", "[]", "{\"number\":", "\"{}\"")) {
        channel.send(wrong);
        assertThat(channel.next("\"refused\":{")).contains("\"status\":400");
      }
      refused(channel, "{\"number\":\"x\"}", "number");
      refused(channel, "{\"consumed_messages\":7}", "consumed_messages");
      refused(channel, "{\"consumed_messages\":[{}]}", "consumed_messages[0]");
      refused(channel, "{\"outgoing_messages\":{}}", "outgoing_messages");
      refused(channel, "{\"outgoing_messages\":[1]}", "outgoing_messages[0]");
      refused(channel, "{\"outgoing_messages\":[{}]}", "outgoing_messages[0].qualifier");
      refused(
          channel,
          "{\"outgoing_messages\":[{\"qualifier\":\"KICK_CLIENT\"}]}",
          "outgoing_messages[0].body");
      refused(
          channel,
          "{\"outgoing_messages\":[{\"qualifier\":\"KICK_CLIENT\",\"body\":{}}]}",
          "outgoing_messages[0].body.client_id");
      channel.send(new byte[] {1});
      assertThat(channel.next("CLOSED")).isEqualTo("CLOSED 1002 Binary unsupported");
    }
  }

  /** A profile of the default size, and what is around it, goes in one frame. */
  @Test
  void takesFramesUpToTheirLimit() {
    long next = ++number;
    int around = frame(next, respond("77", "\"\"")).length();
    String text = "x".repeat((2 << 20) - around);
    try (Wire channel = Wire.open(game.channel())) {
      channel.send("{}");
      channel.send(frame(next, respond("77", '"' + text + '"')));
      assertThat(channel.next("\"number\":\"" + next)).contains("\"refused\":null");
      channel.send(frame(next, respond("77", '"' + text + "x\"")));
      assertThat(channel.next("CLOSED")).startsWith("CLOSED 1009");
    }
  }

  @Test
  void opensAChannelOnlyWithATicketForIt() {
    ObjectNode forged = game.channel().deepCopy();
    forged.set("sec_web_socket_protocol", game.dispatcher().path("sec_web_socket_protocol"));
    MessageIT.assertThatRefused(forged);
    forged.put("sec_web_socket_protocol", "bearer-token-carrier,nothing");
    MessageIT.assertThatRefused(forged);
    HandGame.Player ann = game.join();
    forged.set(
        "sec_web_socket_protocol", game.resume(ann.client()).path("sec_web_socket_protocol"));
    MessageIT.assertThatRefused(forged);
    ann.connector().close();
  }

  private static void refused(Wire channel, String frame, String field) {
    channel.send(frame);
    assertThat(channel.next("\"refused\":{")).contains("\"field\":\"" + field + "\"");
  }

  @Test
  void tellsAGameServerThatAPlayerDoesNotReadAndForgetsWhatWasRead() throws Exception {
    HandGame.Player ann = game.join();
    ann.connector().close();
    try (Wire channel = Wire.open(game.channel())) {
      channel.send("{}");
      for (int i = 0; i <= MAILBOX; i++) {
        channel.send(frame(++number, respond(ann.client(), Integer.toString(i))));
      }
      assertThat(channel.next("MESSAGE_REFUSED")).contains("MAILBOX_FULL");
    }
    try (Wire back = Wire.open(game.resume(ann.client()));
        Shard shard = Shard.of(platform, Long.parseLong(ann.client()))) {
      back.next("\"message\":" + (MAILBOX - 10));
      Await.until(
          () -> shard.count("select count(*) from message where owner_id = " + ann.client()),
          left -> left == 0);
    }
  }

  /** The drain of a single instance: it says why it closes, and players go on with the next one. */
  @Test
  @Order(LAST)
  void tellsThatItRestartsAndLetsPlayersResume(@TempDir Path folder) {
    Path output = folder.resolve("stay.log");
    CompletableFuture<LuaRun> sdk =
        CompletableFuture.supplyAsync(
            () ->
                LuaRun.of(
                    output,
                    Duration.ofMinutes(12),
                    "test/stay.lua",
                    platform.installation().url().toString(),
                    "hand",
                    "game",
                    "live",
                    Integer.toString(PLAYERS)));
    LuaRun.awaitLine(output, "here", sdk);
    HandGame.Player ann = game.join();
    ann.connector().close();
    Wire player = Wire.open(game.resume(ann.client()), "omgservers.resume.v1");
    Wire fast = Wire.open(ann.dispatcher());
    Wire channel = Wire.open(game.channel());
    channel.send("{}");
    channel.send(frame(++number, respond(ann.client(), "\"before\"")));
    channel.next("\"number\":\"" + number);
    platform.restart();
    for (Wire told : List.of(player, fast, channel)) {
      assertThat(told.next("CLOSED")).isEqualTo("CLOSED 1012 Service restart");
    }
    // Game servers of the process driver end with the server, so the player goes to another lobby.
    try (Wire back = Wire.open(game.resume(ann.client()), "omgservers.resume.v1")) {
      back.send("{\"qualifier\":\"CONSUME_MESSAGES\",\"body\":{\"consumed_messages\":[]}}");
      assertThat(back.next("MESSAGE_PRODUCED")).contains("before");
    }
    LuaRun stayed = sdk.join();
    assertThat(stayed.exitCode()).as(String.join("\n", stayed.lines())).isZero();
    assertThat(stayed.number("back")).isEqualTo(PLAYERS);
  }

  /** Who comes back again and again may be heard in disorder: what it uses now is not replaced. */
  @Test
  void keepsTheConnectionWithTheNewestTicket() {
    HandGame.Player ann = game.join();
    ann.connector().close();
    JsonNode earlier = game.resume(ann.client());
    JsonNode later = game.resume(ann.client());
    try (Wire used = Wire.open(later, "omgservers.resume.v1");
        Wire stale = Wire.open(earlier, "omgservers.resume.v1")) {
      assertThat(stale.next("CLOSED")).isEqualTo("CLOSED 4001 Replaced by another connection");
      used.send("{\"qualifier\":\"CONSUME_MESSAGES\",\"body\":{\"consumed_messages\":[]}}");
      assertThat(used.next("MESSAGES_TAKEN")).contains("\"0\"");
    }
  }

  /** Each message exactly once and in order, both ways, however often connections are cut. */
  @Test
  void losesNothingAndRepeatsNothingWhenConnectionsAreCut() throws Exception {
    List<String> clients = new ArrayList<>();
    for (int i = 0; i < PLAYERS; i++) {
      HandGame.Player player = game.join();
      player.connector().close();
      clients.add(player.client());
    }
    long seed = System.nanoTime();
    LossyServer server = new LossyServer(game, seed, behindAll());
    Map<String, LossyPlayer> players = new HashMap<>();
    for (String client : clients) {
      players.put(client, new LossyPlayer(game, client, ++seed));
    }
    List<LossyEnd> ends = new ArrayList<>(players.values());
    ends.add(server);
    LossyEnd.run(ends, CUTS_SECONDS, true, () -> false);
    players.values().forEach(LossyPlayer::sayNoMore);
    LossyEnd.run(
        ends,
        REST_SECONDS,
        false,
        () -> players.values().stream().allMatch(LossyPlayer::isComplete));
    ends.forEach(LossyEnd::leave);
    players.forEach(
        (client, player) -> {
          assertThat(server.heard(client)).isEqualTo(LossyEnd.upTo(player.said()));
          assertThat(player.heard()).isEqualTo(LossyEnd.upTo(player.said()));
        });
    System.out.printf(
        "%d messages there and back, %d connections cut%n",
        players.values().stream().mapToLong(LossyPlayer::said).sum(),
        ends.stream().mapToInt(LossyEnd::cuts).sum());
    assertThat(ends.stream().mapToInt(LossyEnd::cuts).sum()).isPositive();
  }

  /** The same for those who make calls, game server and player: none is done twice. */
  @Test
  void losesNothingAndRepeatsNothingWhenCallsAreCut() {
    HandGame.Player joined = game.join();
    joined.connector().close();
    String other = game.joinWithoutSocket();
    URI url = platform.installation().url();
    LossyPlayer player = new LossyPlayer(game, joined.client(), System.nanoTime());
    CutPlayer caller = new CutPlayer(url, other, game.playerToken(other), System.nanoTime());
    CutCalls server = new CutCalls(url, game.token(), behindAll(), System.nanoTime());
    long end = System.nanoTime() + Duration.ofSeconds(CUTS_SECONDS / 2).toNanos();
    while (System.nanoTime() < end || Math.min(server.cuts(), caller.cuts()) == 0) {
      player.step(true);
      caller.exchange(true);
      server.exchange(true);
    }
    player.sayNoMore();
    Await.until(
        () -> {
          player.step(false);
          caller.exchange(false);
          server.exchange(false);
          return player.isComplete() && caller.isComplete();
        },
        complete -> complete);
    player.leave();
    assertThat(player.heard()).isEqualTo(LossyEnd.upTo(player.said()));
    assertThat(server.heard(joined.client())).isEqualTo(player.heard());
    assertThat(caller.heard()).isEqualTo(LossyEnd.upTo(caller.said()));
    assertThat(server.heard(other)).isEqualTo(caller.heard());
    System.out.printf(
        "%d and %d messages there and back, %d and %d calls cut%n",
        player.said(), caller.said(), server.cuts(), caller.cuts());
  }

  /** Fast messages are not confirmed, but what comes comes once, in order, and without a hole. */
  @Test
  void losesOfTheDispatcherOnlyWhatWasOnItsWayWhenASocketWasCut() {
    List<HandGame.Player> players = List.of(game.join(), game.join(), game.join());
    CutRoom room = new CutRoom(game, players, System.nanoTime());
    long end = System.nanoTime() + Duration.ofSeconds(CUTS_SECONDS / 2).toNanos();
    while (System.nanoTime() < end || room.cuts() == 0) {
      room.step(true);
    }
    Await.until(
        () -> {
          room.step(false);
          return room.isHeard();
        },
        heard -> heard);
    System.out.printf(
        "%d fast messages, %d sockets cut, %d lost with them%n",
        room.said(), room.cuts(), room.lost());
    players.forEach(each -> each.connector().close());
  }

  private static long behindAll() {
    number += MANY;
    return number - MANY;
  }
}
