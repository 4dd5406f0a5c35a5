package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import omgservers.launcher.Platform;
import omgservers.system.RightsTable.Right;

/** Estates, accounts and a running game for the matrix of rights to try things on. */
final class MatrixWorld {
  /** A game server that writes down what it was given and waits to be stopped. */
  private static final String GAME =
      """
      import java.nio.file.*;
      class Game {
        public static void main(String[] arguments) throws Exception {
          var environment = System.getenv();
          Files.writeString(Path.of("fresh"),
              environment.get("OMGSERVERS_RUNTIME_ID") + " " + environment.get("OMGSERVERS_PASSWORD"));
          Files.move(Path.of("fresh"), Path.of("given"), StandardCopyOption.ATOMIC_MOVE);
          Thread.sleep(600_000);
        }
      }
      """;

  private static final int MAKER_CALLS = 250;
  private static final String IDLE_SERVER = "matrix-idle";

  /** The last number, which nobody has. */
  private static final String IDLE_INSTANCE = "63";

  private final AtomicInteger count = new AtomicInteger();
  private final Map<Set<Right>, Estate> shared = new HashMap<>();
  private final Platform platform = TestPlatform.get();
  private final Calls nobody = new Calls(platform.installation().url(), null);
  private Calls maker = as("admin", platform.secrets().get("admin"));
  private int made;
  private final Map<String, Account> accounts = new HashMap<>();
  private final Account developer = account("DEVELOPER");
  private final Service.User player = TestPlatform.service().signUp();
  private final Estate living = estate(Set.of());
  private final Map<String, String> game = new HashMap<>();
  private final Map<Estate, Map<String, String>> deployments = new HashMap<>();

  /** An account and its password. */
  record Account(String id, String password, Calls calls) {}

  /** A tenant with a project with a stage. */
  record Estate(String tenant, String project, String stage) {
    String projectPath() {
      return "/api/v1/tenants/" + tenant + "/projects/" + project;
    }

    String stagePath() {
      return projectPath() + "/stages/" + stage;
    }
  }

  Calls nobody() {
    return nobody;
  }

  private Calls as(String user, String password) {
    Calls.Reply reply =
        nobody.post(
            "/api/v1/tokens", "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return nobody.as(reply.text("token"));
  }

  /** A new account of the role, signed in. */
  Account account(String role) {
    return account(role, maker());
  }

  private Account account(String role, Calls by) {
    Calls.Reply made = by.post("/api/v1/accounts", "{\"role\":\"%s\"}".formatted(role));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    String id = made.text("id");
    return new Account(id, made.text("password"), as(id, made.text("password")));
  }

  /** Somebody of the role, always the same. */
  Account somebody(String role) {
    return role.equals("developer")
        ? developer
        : accounts.computeIfAbsent(role, it -> account(it.toUpperCase(java.util.Locale.ROOT)));
  }

  Calls player() {
    return nobody.as(player.token());
  }

  Calls runtime() {
    return nobody.as(game.get("runtime_token"));
  }

  /** An estate on which the developer has exactly these rights, for calls that change nothing. */
  Estate sharedEstate(Set<Right> rights) {
    return shared.computeIfAbsent(rights, this::estate);
  }

  /** The estate where a game runs, for those who need no rights. */
  Estate livingEstate() {
    return living;
  }

  /** A new estate on which the developer has exactly these rights. */
  Estate estate(Set<Right> rights) {
    String tenant = made(maker().post("/api/v1/tenants", "{}")).text("id");
    Calls.Reply project = made(maker().post("/api/v1/tenants/" + tenant + "/projects", "{}"));
    Estate estate = new Estate(tenant, project.text("id"), project.text("stage_id"));
    give("/api/v1/tenants/" + tenant, rights, Right.ON_TENANT);
    give(estate.projectPath(), rights, Right.ON_PROJECT);
    give(estate.stagePath(), rights, Right.ON_STAGE);
    return estate;
  }

  /** Whoever makes the world; another one now and then, as each may make so many calls only. */
  private Calls maker() {
    if (++made % MAKER_CALLS == 0) {
      maker = account("ADMIN", maker).calls;
    }
    return maker;
  }

  /** Waits as long as a server asks for that had too many calls. */
  static void rest() {
    try {
      Thread.sleep(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Calls.Reply made(Calls.Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return reply;
  }

  private void give(String path, Set<Right> rights, Set<Right> here) {
    Set<Right> wanted = EnumSet.copyOf(here);
    wanted.retainAll(rights);
    if (!wanted.isEmpty()) {
      String names =
          wanted.stream().map(right -> "\"" + right + "\"").collect(Collectors.joining(","));
      Calls.Reply reply =
          maker().put(path + "/permissions/" + developer.id, "{\"rights\":[%s]}".formatted(names));
      assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }
  }

  /** A version and a deployment on the estate that runs nothing. */
  Map<String, String> deploymentOn(Estate estate) {
    return deployments.computeIfAbsent(estate, it -> deploy(it, "{}"));
  }

  private Map<String, String> deploy(Estate estate, String config) {
    String version =
        made(maker()
                .post(
                    estate.projectPath() + "/versions",
                    """
                        {"config":{"modes":[{"name":"duel","min_players":1,"max_players":1,
                          "groups":[{"name":"all","min_players":1,"max_players":1}]}]},
                         "images":[{"qualifier":"UNIVERSAL","image":"%s/%s:1"}]}
                        """
                        .formatted(estate.tenant, estate.project)))
            .text("id");
    String deployment =
        made(maker()
                .post(
                    estate.stagePath() + "/deployments",
                    "{\"version_id\":\"%s\",\"config\":%s}".formatted(version, config)))
            .text("id");
    return Map.of(
        "version",
        version,
        "version_id",
        version,
        "deployment",
        deployment,
        "deployment_id",
        deployment,
        "id",
        version);
  }

  /**
   * A server of the pool that gets nothing, made when it is not there: whoever changes the one that
   * everything runs on changes the tests that come after.
   */
  String idleServer() {
    String servers = "/api/v1/pool/servers";
    String path = servers + "/" + IDLE_SERVER;
    if (maker().get(path).status() == 404) {
      made(
          maker()
              .post(
                  servers,
                  "{\"name\":\"%s\",\"driver\":\"process\",\"slots\":1}".formatted(IDLE_SERVER)));
    }
    Calls.Reply drained = maker().call("PATCH", path, "{\"draining\":true}", "If-Match", "*");
    assertThat(drained.status()).as(drained.toString()).isEqualTo(200);
    return IDLE_SERVER;
  }

  /** Deploys a game of our own, lets a player in, and keeps what there is by name. */
  void startGame() {
    Path image = image();
    game.putAll(deploy(living, "{\"min_lobbies\":1}"));
    game.remove("id");
    String[] given =
        Await.until(() -> read(image.resolve("given")), text -> !text.isEmpty()).split(" ", -1);
    game.put("runtime", given[0]);
    game.put("runtime_password", given[1]);
    Calls.Reply opened =
        nobody.post(
            "/service/v1/entrypoint/runtime/request/create-token",
            "{\"runtime_id\":\"%s\",\"password\":\"%s\"}".formatted(given[0], given[1]));
    game.put("runtime_token", opened.text("api_token"));
    Calls.Reply client =
        player()
            .post(
                "/service/v1/entrypoint/player/request/create-client",
                "{\"tenant\":\"%s\",\"project\":\"%s\",\"stage\":\"%s\"}"
                    .formatted(living.tenant, living.project, living.stage));
    assertThat(client.status()).as(client.toString()).isEqualTo(200);
    game.put("client", client.text("client_id"));
    game.put("user", player.id());
  }

  private Path image() {
    Path image =
        platform
            .installation()
            .images()
            .resolve(living.tenant)
            .resolve(living.project)
            .resolve("1");
    try {
      Files.createDirectories(image);
      Files.writeString(image.resolve("Game.java"), GAME);
      Files.write(image.resolve("command"), List.of("java", "Game.java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return image;
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Values for the names in paths and bodies: what is on the estate, and what is not there. */
  Map<String, String> values(Estate estate, Account target) {
    long tenant = Long.parseLong(estate.tenant);
    // In the slot of the tenant, but made by nobody.
    String absent = Long.toString((tenant & ~63) | (63 - (tenant & 63)));
    Map<String, String> values = new HashMap<>();
    for (String name :
        List.of("key", "build", "version", "deployment", "lobby", "match", "ticket", "runtime")) {
      values.put(name, absent);
    }
    for (String name : List.of("client", "user", "move", "absent")) {
      values.put(name, absent);
    }
    if (estate.equals(living)) {
      values.putAll(game);
    }
    values.put("tenant", estate.tenant);
    values.put("project", estate.project);
    values.put("stage", estate.stage);
    values.put("image", estate.tenant + "/" + estate.project + ":1");
    values.put("alias", "matrix-" + count.incrementAndGet());
    values.put("name", "matrix-" + count.incrementAndGet());
    values.put("account", target.id);
    values.put("account_password", target.password);
    values.put("player", player.id());
    values.put("player_password", player.password());
    values.put("runtime_password", game.getOrDefault("runtime_password", ""));
    values.put("support", "support");
    values.put("support_password", platform.secrets().get("support"));
    values.put("admin", "admin");
    values.put("admin_password", platform.secrets().get("admin"));
    values.put("mode", "duel");
    values.put("server", IDLE_SERVER);
    values.put("instance", IDLE_INSTANCE);
    values.put("qualifier", "UNIVERSAL");
    values.put("driver", "process");
    values.put("digest", "sha256:" + "0".repeat(64));
    values.put("docker_daemon_uri", "unix:///nowhere");
    for (String name : List.of("tenant", "project", "stage", "version", "deployment", "client")) {
      values.put(name + "_id", values.get(name));
    }
    values.put("user_id", target.id);
    values.put("user", values.get("user"));
    return values;
  }
}
