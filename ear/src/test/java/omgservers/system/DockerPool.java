package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import omgservers.launcher.GameImage;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;

/** An installation of its own whose pool is made of real Docker engines. */
final class DockerPool implements AutoCloseable {
  static final String TENANT = "studio";
  static final String PROJECT = "duel";

  /** Short deadlines, so that tests see them pass. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("omgservers.pool.process.enabled", "false"),
          Map.entry("omgservers.pool.docker.network", "host"),
          Map.entry("omgservers.pool.docker.connect", "PT3S"),
          Map.entry("omgservers.pool.docker.call", "PT5S"),
          Map.entry("omgservers.pool.docker.create", "PT15S"),
          Map.entry("omgservers.pool.docker.start", "PT15S"),
          Map.entry("omgservers.pool.inspection", "PT3S"),
          Map.entry("omgservers.pool.orphan-grace", "PT2S"),
          Map.entry("omgservers.pool.ping", "PT1S"),
          Map.entry("omgservers.pool.stop", "PT2S"),
          Map.entry("omgservers.pool.unreachable", "PT60S"),
          Map.entry("omgservers.pool.runtime-memory", "160"),
          Map.entry("omgservers.runtime.first-contact", "PT25S"),
          Map.entry("omgservers.player.client-silence", "PT8S"),
          Map.entry("omgservers.runtime.starts", "2"),
          Map.entry("omgservers.deployment.failures", "2"));

  private static final String VERSION =
      """
      {"modes":[{"name":"duel","min_players":2,"max_players":2,
        "groups":[{"name":"left","min_players":1,"max_players":1},
                  {"name":"right","min_players":1,"max_players":1}]}],
       "user_data":{"rounds_to_win":2}}
      """;

  private final Platform platform;
  private final Administration admin;
  private final String project;

  private DockerPool(Platform platform, Administration admin, String project) {
    this.platform = platform;
    this.admin = admin;
    this.project = project;
  }

  static DockerPool start(String name, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.putAll(more);
    Installation installation =
        new Installation(
            TestPlatform.ROOT, TestPlatform.fresh(name), TestPlatform.freePort(), settings);
    Platform platform = Platform.start(installation, new Screen(System.out));
    Service service = new Service(installation.url());
    Administration admin =
        new Administration(
            installation.url(), service.token("admin", "admin", platform.secrets().get("admin")));
    Administration support =
        new Administration(
            installation.url(),
            service.token("support", "support", platform.secrets().get("support")));
    String tenant =
        support.post("tenants", "{\"alias\":\"%s\"}".formatted(TENANT)).is(201).text("id");
    support.post("tenants/" + tenant + "/projects", "{\"alias\":\"duel\"}").is(201);
    return new DockerPool(platform, admin, "tenants/" + TENANT + "/projects/" + PROJECT);
  }

  Platform platform() {
    return platform;
  }

  Administration admin() {
    return admin;
  }

  /** Adds a server at run time, as an operator does. */
  void add(String name, int slots, String address, String more) {
    admin
        .post(
            "pool/servers",
            "{\"name\":\"%s\",\"driver\":\"docker\",\"slots\":%d,\"address\":\"%s\"%s}"
                .formatted(name, slots, address, more))
        .is(201);
  }

  JsonNode server(String name) {
    return admin.get("pool/servers/" + name).is(200).body();
  }

  void change(String server, String body) {
    Service service = new Service(platform.installation().url());
    Service.Answer answer =
        service.send(
            java.net.http.HttpRequest.newBuilder(
                    platform.installation().url().resolve("/api/v1/pool/servers/" + server))
                .header("Authorization", "Bearer " + admin.token())
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
  }

  /** The image of the example game, on this engine. */
  static void buildDuel(DockerEngine engine, String tag) {
    buildGame(engine, image(tag));
  }

  /** The image of the example game, called so. */
  static void buildGame(DockerEngine engine, String name) {
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold/target");
    new GameImage(sdk.resolve("container").toAbsolutePath())
        .build(engine.address(), name, sdk.resolve("image"));
  }

  static String image(String tag) {
    return TENANT + "/" + PROJECT + ":" + tag;
  }

  /** A stage with one deployment of this image. */
  final class Stage {
    private final String name;
    private final String path;
    private final String deployment;

    private Stage(String name, String version, String config) {
      this.name = name;
      path = project + "/stages/" + name;
      deployment =
          admin
              .post(
                  path + "/deployments",
                  "{\"version_id\":\"%s\",\"config\":%s}".formatted(version, config))
              .is(201)
              .text("id");
    }

    String name() {
      return name;
    }

    String path() {
      return path;
    }

    JsonNode view() {
      return admin.get(path + "/deployments/" + deployment).is(200).body();
    }

    List<JsonNode> runtimes() {
      List<JsonNode> found = new ArrayList<>();
      admin.get(path + "/runtimes?limit=200").is(200).body().path("items").forEach(found::add);
      return found;
    }

    /** The first runtime that is so, when there is one. */
    JsonNode runtime(Predicate<JsonNode> wanted) {
      return Await.until(this::runtimes, runtimes -> runtimes.stream().anyMatch(wanted)).stream()
          .filter(wanted)
          .findFirst()
          .orElseThrow();
    }

    JsonNode ready(String qualifier) {
      return runtime(
          each ->
              each.path("state").asText().equals("READY")
                  && each.path("qualifier").asText().equals(qualifier));
    }

    JsonNode ended() {
      return runtime(each -> each.path("state").asText().equals("ENDED"));
    }

    void end() {
      admin.delete(path + "/deployments/" + deployment + "?now=true").is(202);
    }
  }

  /** A fresh stage on which this image is deployed with one lobby, and matches as said. */
  Stage deploy(String stage, String tag, int matches) {
    return deploy(
        stage,
        tag,
        "{\"min_lobbies\":1,\"matchmaker\":{\"modes\":{\"duel\":{\"min_matches\":%d}}}}"
            .formatted(matches));
  }

  Stage deploy(String stage, String tag, String config) {
    return deployVersion(stage, version(Map.of("UNIVERSAL", tag)), config);
  }

  /** A fresh stage on which this version is deployed. */
  Stage deployVersion(String stage, String version, String config) {
    admin.post(project + "/stages", "{\"alias\":\"%s\"}".formatted(stage)).is(201);
    return new Stage(stage, version, config);
  }

  /** A version whose images have these tags by qualifier. */
  String version(Map<String, String> tags) {
    String images =
        tags.entrySet().stream()
            .map(
                each ->
                    "{\"qualifier\":\"%s\",\"image\":\"%s\"}"
                        .formatted(each.getKey(), image(each.getValue())))
            .collect(Collectors.joining(","));
    return admin
        .post(project + "/versions", "{\"config\":%s,\"images\":[%s]}".formatted(VERSION, images))
        .is(201)
        .text("id");
  }

  /** The path of the project in the API. */
  String project() {
    return project;
  }

  /** How many runtimes hold room. */
  int held() {
    return admin.get("pool/containers?limit=200").is(200).body().path("items").size();
  }

  /** A player enters the stage, and is never heard of again. */
  void visit(Stage stage) {
    Service service = new Service(platform.installation().url());
    Service.Answer entered =
        service.player(
            "create-client",
            "{\"tenant\":\"%s\",\"project\":\"%s\",\"stage\":\"%s\"}"
                .formatted(TENANT, PROJECT, stage.name()),
            service.signUp().token());
    assertThat(entered.status()).as(entered.body().toString()).isEqualTo(200);
  }

  /** A bot that plays to the end; what it told. */
  List<String> bot(Stage stage) {
    return LuaRun.bot(platform.installation().url(), TENANT, PROJECT, stage.name());
  }

  @Override
  public void close() {
    platform.close();
  }
}
