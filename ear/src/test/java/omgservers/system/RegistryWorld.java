package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import omgservers.launcher.ImageRegistry;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;

/**
 * An installation with a real registry, an engine that developers build and push with, and another
 * one that runs what was pushed.
 */
final class RegistryWorld implements AutoCloseable {
  static final String TENANT = "acme";
  static final String PROJECT = "arena";
  static final String SECRET = "the registry says so";
  static final String CONFIG =
      """
      {"modes":[{"name":"duel","min_players":2,"max_players":2,\
      "groups":[{"name":"left","min_players":1,"max_players":1},\
      {"name":"right","min_players":1,"max_players":1}]}],"user_data":{"rounds_to_win":2}}""";

  private final Platform platform;
  private final ImageRegistry registry;
  private final int port;
  private final DockerEngine desk;
  private final DockerEngine pool;
  private final Administration support;
  private final Administration admin;
  private final Account developer;

  /** Somebody with a password, and the API as they call it. */
  record Account(String id, String password, Administration calls) {}

  RegistryWorld(String name, Map<String, String> more) {
    port = TestPlatform.freePort();
    Map<String, String> settings = new HashMap<>();
    settings.put("omgservers.pool.process.enabled", "false");
    settings.put("omgservers.pool.docker.network", "host");
    settings.put("omgservers.pool.runtime-memory", "160");
    settings.put("omgservers.deployment.failures", "2");
    settings.putAll(ImageRegistry.settings(port, SECRET));
    settings.putAll(more);
    Installation installation =
        new Installation(
            TestPlatform.ROOT, TestPlatform.fresh(name), TestPlatform.freePort(), settings);
    platform = Platform.start(installation, new Screen(System.out));
    registry = ImageRegistry.start(installation, port, SECRET);
    desk = DockerEngine.start("desk");
    pool = DockerEngine.start("pool");
    Service service = new Service(installation.url());
    admin = as(service.token("admin", "admin", platform.secrets().get("admin")));
    support = as(service.token("support", "support", platform.secrets().get("support")));
    support.post("tenants", "{\"alias\":\"%s\"}".formatted(TENANT)).is(201);
    support
        .post("tenants/" + TENANT + "/projects", "{\"alias\":\"%s\"}".formatted(PROJECT))
        .is(201);
    developer = developer("VERSION_MANAGER", "PROJECT_VIEWER");
    admin
        .post(
            "pool/servers",
            """
            {"name":"eu-1","driver":"docker","slots":20,"address":"%s","registry":"%s"}
            """
                .formatted(pool.address(), address()))
        .is(201);
  }

  Administration as(String token) {
    return new Administration(platform.installation().url(), token);
  }

  /** A new developer who has these rights on the project. */
  Account developer(String... rights) {
    Administration.Reply made = support.post("accounts", "{\"role\":\"DEVELOPER\"}").is(201);
    String id = made.text("id");
    String password = made.text("password");
    if (rights.length > 0) {
      support
          .put(
              project() + "/permissions/" + id,
              "*",
              "{\"rights\":[\"%s\"]}".formatted(String.join("\",\"", rights)))
          .is(200);
    }
    Service service = new Service(platform.installation().url());
    return new Account(id, password, as(service.token("developer", id, password)));
  }

  /** The registry, as engines know it. */
  String address() {
    return "127.0.0.1:" + port;
  }

  String project() {
    return "tenants/" + TENANT + "/projects/" + PROJECT;
  }

  String reference(String tag) {
    return address() + "/" + TENANT + "/" + PROJECT + ":" + tag;
  }

  Platform platform() {
    return platform;
  }

  Administration support() {
    return support;
  }

  Administration admin() {
    return admin;
  }

  Account developer() {
    return developer;
  }

  DockerEngine desk() {
    return desk;
  }

  DockerEngine pool() {
    return pool;
  }

  /** The client of the engine with a folder of logins of its own. */
  DockerEngine.Result docker(Path logins, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--config", logins.toString()));
    command.addAll(List.of(arguments));
    return desk.run(command.toArray(String[]::new));
  }

  DockerEngine.Result login(Path logins, String user, String password) {
    return docker(logins, "login", "-u", user, "-p", password, address());
  }

  /** A folder of logins that is logged in as the account. */
  Path loggedIn(Account account) {
    Path logins = logins();
    DockerEngine.Result result = login(logins, account.id(), account.password());
    assertThat(result.exitCode()).as(result.output()).isZero();
    return logins;
  }

  Path logins() {
    try {
      return Files.createTempDirectory(desk.folder(), "logins");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An image on the developer's engine that does this, with a configuration of a version. */
  String shellImage(String tag, String script) {
    String name = reference(tag);
    desk.shellImage(name, script, label("com.omgservers.config", CONFIG));
    return name;
  }

  static String label(String name, String value) {
    return "LABEL " + name + "='" + value + "'";
  }

  void push(Path logins, String reference) {
    DockerEngine.Result result = docker(logins, "push", reference);
    assertThat(result.exitCode()).as(result.output()).isZero();
  }

  /** The images of the project as its developer sees them. */
  List<JsonNode> images() {
    List<JsonNode> found = new ArrayList<>();
    developer
        .calls()
        .get(project() + "/images?limit=200")
        .is(200)
        .body()
        .path("items")
        .forEach(found::add);
    return found;
  }

  /** The image with the tag, once it is so. */
  JsonNode image(String tag, Predicate<JsonNode> wanted) {
    return Await.until(
            this::images, images -> images.stream().filter(it -> has(it, tag)).anyMatch(wanted))
        .stream()
        .filter(it -> has(it, tag))
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private static boolean has(JsonNode image, String tag) {
    for (JsonNode each : image.path("tags")) {
      if (each.asText().equals(tag)) {
        return true;
      }
    }
    return false;
  }

  /** Sends what a registry sends. */
  Calls.Reply notify(String secret, String events) {
    return new Calls(platform.installation().url(), null)
        .post(
            "/service/v1/entrypoint/registry/request/handle-events",
            events,
            "Content-Type",
            "application/vnd.docker.distribution.events.v1+json",
            "X-Registry-Secret",
            secret);
  }

  @Override
  public void close() {
    for (AutoCloseable part : List.of(platform, registry, desk, pool)) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
