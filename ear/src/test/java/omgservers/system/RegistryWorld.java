package omgservers.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import omgservers.launcher.GameImage;
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
    this(name, SECRET, more);
  }

  /** A world whose registry shows this secret, which may be wrong. */
  RegistryWorld(String name, String shown, Map<String, String> more) {
    port = TestPlatform.freePort();
    Map<String, String> settings = new HashMap<>();
    settings.put("omgservers.pool.process.enabled", "false");
    settings.put("omgservers.pool.docker.network", "host");
    settings.put("omgservers.pool.runtime-memory", "160");
    settings.put("omgservers.deployment.failures", "2");
    settings.put("omgservers.security.key-lead", "PT2S");
    settings.put(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER);
    settings.putAll(new ImageRegistry.Place(port, SECRET).settings());
    settings.putAll(more);
    Installation installation =
        new Installation(
            TestPlatform.ROOT, TestPlatform.fresh(name), TestPlatform.freePort(), settings);
    platform = Platform.start(installation, new Screen(System.out));
    registry = ImageRegistry.start(installation, new ImageRegistry.Place(port, shown));
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

  /** A new developer without any right. */
  Account stranger() {
    return developer(new String[0]);
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

  /** The image of the example game with this tag and something that makes it different. */
  String duelImage(String tag, String difference) {
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold/target");
    new GameImage(sdk.resolve("container").toAbsolutePath())
        .build(desk.address(), "duel:base", sdk.resolve("image"));
    build(
        reference(tag),
        "FROM duel:base",
        label("com.omgservers.config", CONFIG),
        label("difference", difference));
    return reference(tag);
  }

  /** An image of random bytes, which no registry makes smaller. */
  void randomImage(String reference, int bytes, String... lines) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    Path folder = folder();
    try {
      Files.write(folder.resolve("bytes"), random);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<String> all = new ArrayList<>(List.of("FROM scratch", "COPY bytes /bytes"));
    all.addAll(List.of(lines));
    build(reference, folder, all);
  }

  private void build(String reference, String... lines) {
    build(reference, folder(), List.of(lines));
  }

  private void build(String reference, Path folder, List<String> lines) {
    try {
      Files.write(folder.resolve("Dockerfile"), lines);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    desk.succeed("build", "-q", "-t", reference, folder.toString());
  }

  private Path folder() {
    try {
      return Files.createTempDirectory(desk.folder(), "build");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A bot that plays on the stage to the end; what it told. */
  List<String> bot(String stage) {
    return LuaRun.bot(platform.installation().url(), TENANT, PROJECT, stage);
  }

  /** A token for the registry, as its clients get one with user and password. */
  Calls.Reply token(String user, String password, String scope) {
    String pair = user + ":" + password;
    return new Calls(platform.installation().url(), null)
        .get(
            "/service/v1/entrypoint/docker/request/token?service=registry&scope=" + scope,
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  /** What a token says. */
  static JsonNode claims(String token) {
    return part(token, 1);
  }

  /** By which key a token is signed. */
  static JsonNode header(String token) {
    return part(token, 0);
  }

  private static JsonNode part(String token, int number) {
    try {
      return Service.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The account of the administrator. */
  Account adminAccount() {
    return new Account("admin", platform.secrets().get("admin"), admin);
  }

  /** What the registry answers when it is asked with this token. */
  Calls.Reply ask(String token, String path) {
    return new Calls(URI.create("http://" + address()), token)
        .get(path, "Accept", "application/vnd.docker.distribution.manifest.v2+json");
  }

  /** Whether the registry has the content, as whoever may see all says. */
  boolean has(String repository, String digest) {
    String token =
        token("admin", platform.secrets().get("admin"), "repository:" + repository + ":pull")
            .text("token");
    return ask(token, "/v2/" + repository + "/manifests/" + digest).status() == 200;
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
