package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omgservers.launcher.Platform;

/**
 * A lobby whose process only passes its credentials on, so that a test can be its game server and
 * its players, word by word.
 */
final class HandGame {
  private static final String CONFIG =
      """
      {"modes":[{"name":"duel","min_players":2,"max_players":2,
        "groups":[{"name":"a","min_players":2,"max_players":2}]}]}
      """;

  private Service service;
  private final Path credentials;
  private final Map<String, String> environment;
  private final JsonNode login;
  private final List<String> read = new ArrayList<>();
  private final Set<String> assigned = new HashSet<>();
  private final Map<String, Service.User> users = new ConcurrentHashMap<>();

  HandGame(Platform platform) {
    this(platform, "");
  }

  /** With more of the deployment's configuration, as members that begin with a comma. */
  HandGame(Platform platform, String more) {
    service = new Service(platform.installation().url());
    Administration support =
        new Administration(
            platform.installation().url(),
            service.token("support", "support", platform.secrets().get("support")));
    Path folder = platform.installation().images().resolve("hand");
    credentials = folder.resolve("credentials");
    write(folder.resolve("game").resolve("one"));
    support.post("tenants", "{\"alias\":\"hand\"}").is(201);
    support.post("tenants/hand/projects", "{\"alias\":\"game\"}").is(201);
    String project = "tenants/hand/projects/game";
    support.post(project + "/stages", "{\"alias\":\"live\"}").is(201);
    String version =
        support
            .post(
                project + "/versions",
                "{\"config\":%s,\"images\":[{\"qualifier\":\"UNIVERSAL\",\"image\":\"hand/game:one\"}]}"
                    .formatted(CONFIG))
            .is(201)
            .text("id");
    support
        .post(
            project + "/stages/live/deployments",
            "{\"version_id\":\"%s\",\"config\":{\"min_lobbies\":1,\"max_lobbies\":1,\"lobby\":{\"max_assignments\":50000}%s}}"
                .formatted(version, more))
        .is(201);
    environment = await("LOBBY", 1).get(0);
    login = login();
  }

  /** From now on players and the game server call there. */
  void through(URI door) {
    service = new Service(door);
  }

  private JsonNode login() {
    return login(environment);
  }

  private JsonNode login(Map<String, String> environment) {
    Service.Answer answer =
        service.post(
            "/service/v1/entrypoint/runtime/request/create-token",
            "{\"runtime_id\":\"%s\",\"password\":\"%s\"}"
                .formatted(
                    environment.get("OMGSERVERS_RUNTIME_ID"),
                    environment.get("OMGSERVERS_PASSWORD")));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  private void write(Path image) {
    try {
      Files.createDirectories(image);
      Files.createDirectories(credentials);
      Files.writeString(image.resolve("command"), "sh\ngame.sh\n");
      Files.writeString(
          image.resolve("game.sh"),
          "f=%s/$OMGSERVERS_QUALIFIER-$OMGSERVERS_RUNTIME_ID; env > $f.part; mv $f.part $f; sleep 86400\n"
              .formatted(credentials));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What so many game servers of the kind were started with. */
  private List<Map<String, String>> await(String kind, int count) {
    return Await.until(() -> started(kind), files -> files.size() >= count).stream()
        .map(HandGame::environment)
        .toList();
  }

  private List<Path> started(String kind) {
    try (Stream<Path> files = Files.list(credentials)) {
      return files
          .filter(file -> file.getFileName().toString().matches(kind + "-[0-9]+"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> environment(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith("OMGSERVERS_"))
          .map(line -> line.split("=", 2))
          .collect(Collectors.toMap(part -> part[0], part -> part[1]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** So many matches that were started call in; their logins, by runtime. */
  Map<String, JsonNode> matches(int count) {
    Map<String, JsonNode> logins = new HashMap<>();
    for (Map<String, String> match : await("MATCH", count)) {
      JsonNode known = login(match);
      interchange(known, "", List.of());
      logins.put(match.get("OMGSERVERS_RUNTIME_ID"), known);
    }
    return logins;
  }

  /** Passwords of the game servers that were started, and of the players. */
  List<String> passwords() {
    List<String> all = new ArrayList<>();
    await("LOBBY", 1).forEach(each -> all.add(each.get("OMGSERVERS_PASSWORD")));
    users.values().forEach(user -> all.add(user.password()));
    return all;
  }

  /** Where the game server opens its dispatcher socket, with a fresh ticket. */
  JsonNode dispatcher() {
    return login().path("dispatcher_config");
  }

  /** What the game server shows when it makes calls. */
  String token() {
    return login().path("api_token").asText();
  }

  /** The lobby that it is. */
  String runtime() {
    return environment.get("OMGSERVERS_RUNTIME_ID");
  }

  /** Sends a command of the game server, and waits until it is told of this kind. */
  JsonNode ask(String command, String wanted) {
    JsonNode[] found = {find(exchange(command), wanted)};
    Await.until(
        () -> found[0] = found[0] == null ? find(exchange(""), wanted) : found[0],
        Objects::nonNull);
    return found[0].path("body");
  }

  private static JsonNode find(JsonNode messages, String wanted) {
    for (JsonNode message : messages) {
      if (message.path("qualifier").asText().equals(wanted)) {
        return message;
      }
    }
    return null;
  }

  /** Sends commands of the game server, and notes the clients of which it is told meanwhile. */
  JsonNode exchange(String command) {
    JsonNode messages = interchange(login, command, read);
    read.clear();
    for (JsonNode message : messages) {
      read.add(message.path("id").asText());
      if (message.path("qualifier").asText().equals("CLIENT_ASSIGNED")) {
        assigned.add(message.at("/body/client_id").asText());
      }
    }
    return messages;
  }

  /** What waits for the game server that logged in so, besides what it says and has read. */
  JsonNode interchange(JsonNode login, String commands, List<String> consumed) {
    Service.Answer answer =
        service.post(
            "/service/v1/entrypoint/runtime/request/interchange-messages",
            "{\"outgoing_messages\":[%s],\"consumed_messages\":[%s]}"
                .formatted(commands, String.join(",", consumed)),
            login.path("api_token").asText());
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().path("incoming_messages");
  }

  /** The first so many messages of the client, as the game server is told. */
  List<String> said(String client, int count) {
    List<String> said = new ArrayList<>();
    Await.until(
        () -> {
          for (JsonNode message : exchange("")) {
            if (message.path("qualifier").asText().equals("MESSAGE_RECEIVED")
                && message.at("/body/client_id").asText().equals(client)) {
              said.add(message.at("/body/message").asText());
            }
          }
          return said.size();
        },
        size -> size >= count);
    return said;
  }

  /** A player in the lobby. */
  record Player(String client, Wire connector, JsonNode dispatcher) {}

  /** A player comes to the lobby, and may open a dispatcher socket. */
  Player join() {
    Player player = enter();
    // The game server may speak to a player of whom it was told.
    awaitAssigned(Set.of(player.client));
    return new Player(player.client, player.connector, upgrade(player.client, player.connector));
  }

  /** A player comes to the lobby who opens no socket; its client. */
  String joinWithoutSocket() {
    String client = client().id();
    awaitAssigned(Set.of(client));
    return client;
  }

  /** So many players come to the lobby, without a ticket for the dispatcher. */
  List<Player> joinAll(int count) {
    List<Player> players = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      players.add(enter());
    }
    awaitAssigned(players.stream().map(Player::client).collect(Collectors.toSet()));
    return players;
  }

  /** The players with fresh tickets, asked for all at once. */
  List<Player> upgradeAll(List<Player> players) {
    exchange(
        players.stream()
            .map(player -> upgradeCommand(player.client))
            .collect(Collectors.joining(",")));
    return players.stream()
        .map(player -> new Player(player.client, player.connector, ticket(player.connector)))
        .toList();
  }

  private void awaitAssigned(Set<String> clients) {
    Await.until(
        () -> {
          exchange("");
          return assigned.containsAll(clients);
        },
        told -> told);
  }

  private Player enter() {
    Client made = client();
    Wire connector = Wire.open(made.connector());
    connector.next("RUNTIME_ASSIGNED");
    return new Player(made.id(), connector, null);
  }

  /** A client of a new player, and where it connects. */
  record Client(String id, JsonNode connector) {}

  /** A new player gets a client, and does not connect. */
  Client client() {
    Service.User user = service.signUp();
    JsonNode entered =
        service
            .player(
                "create-client",
                "{\"tenant\":\"hand\",\"project\":\"game\",\"stage\":\"live\"}",
                user.token())
            .body();
    String client = entered.path("client_id").asText();
    users.put(client, user);
    return new Client(client, entered.path("connector_config"));
  }

  /** Where the game server opens its channel, with a fresh ticket. */
  JsonNode channel() {
    return login().path("channel_config");
  }

  /** Where the client goes on after its connection was lost. */
  JsonNode resume(String client) {
    Service.Answer answer =
        service.player(
            "resume-client", "{\"client_id\":\"%s\"}".formatted(client), users.get(client).token());
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body().path("connector_config");
  }

  /** What the player of this client shows when it makes calls. */
  String playerToken(String client) {
    return users.get(client).token();
  }

  /** Another ticket for the dispatcher. */
  JsonNode upgrade(String client, Wire connector) {
    exchange(upgradeCommand(client));
    return ticket(connector);
  }

  private static String upgradeCommand(String client) {
    return "{\"qualifier\":\"UPGRADE_CONNECTION\",\"body\":{\"client_id\":\"%s\",\"protocol\":\"DISPATCHER\"}}"
        .formatted(client);
  }

  private static JsonNode ticket(Wire connector) {
    try {
      return Service.JSON
          .readTree(connector.next("CONNECTION_UPGRADED"))
          .at("/body/dispatcher_config");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
