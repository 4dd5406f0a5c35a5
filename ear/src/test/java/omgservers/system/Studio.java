package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import omgservers.launcher.Platform;

/** A tenant with the project "duel", as a developer of its own works with it. */
final class Studio {
  /** The project of the tenant that is called so if nothing else is said. */
  static final String PROJECT = "tenants/studio/projects/duel/";

  private final Platform platform;
  private final Service service;
  private final String tenant;
  private final String developerId;
  private final String developerPassword;
  private final Administration support;
  private final Administration developer;

  private Studio(Platform platform, String tenant, String developerId, String developerPassword) {
    this.platform = platform;
    this.tenant = tenant;
    this.developerPassword = developerPassword;
    this.service = new Service(platform.installation().url());
    this.developerId = developerId;
    this.support =
        new Administration(
            service.url(), service.token("support", "support", platform.secrets().get("support")));
    this.developer =
        new Administration(
            service.url(), service.token("developer", developerId, developerPassword));
  }

  /** Makes the tenant, a developer who may do everything in it, and the project. */
  static Studio open(Platform platform) {
    return open(platform, "studio");
  }

  /** The same with a tenant of this name. */
  static Studio open(Platform platform, String tenant) {
    Service service = new Service(platform.installation().url());
    String token = service.token("support", "support", platform.secrets().get("support"));
    Service.Answer made = service.support("create-developer", "{}", token);
    String id = made.text("user_id");
    Administration support = new Administration(service.url(), token);
    support.post("tenants", "{\"alias\":\"" + tenant + "\"}").is(201);
    support
        .put(
            "tenants/" + tenant + "/permissions/" + id,
            null,
            "{\"rights\":[\"PROJECT_MANAGER\",\"TENANT_VIEWER\"]}")
        .is(200);
    Studio studio = new Studio(platform, tenant, id, made.text("password"));
    studio.developer.post("tenants/" + tenant + "/projects", "{\"alias\":\"duel\"}").is(201);
    return studio;
  }

  Administration support() {
    return support;
  }

  /** What the image of the version with this tag is called. */
  String image(String tag) {
    return tenant + "/duel:" + tag;
  }

  Administration developer() {
    return developer;
  }

  String developerId() {
    return developerId;
  }

  String developerPassword() {
    return developerPassword;
  }

  private String project() {
    return "tenants/" + tenant + "/projects/duel/";
  }

  Service service() {
    return service;
  }

  /** A new stage of this name. */
  String stage(String name) {
    return developer.post(project() + "stages", "{\"alias\":\"" + name + "\"}").is(201).text("id");
  }

  /** The configuration of the example game. */
  String config() {
    return read(TestPlatform.ROOT.resolve("sdk-defold").resolve("example/duel/version.json"));
  }

  /** A version of the example game that can be started. */
  String version(String tag) {
    return version(tag, config());
  }

  /** The same with another configuration. */
  String version(String tag, String config) {
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold");
    copy(
        sdk.resolve("target/image"),
        platform.installation().images().resolve(tenant + "/duel").resolve(tag));
    return versionElsewhere(tag, config);
  }

  /** A version whose image somebody else puts where it can be started. */
  String versionElsewhere(String tag, String config) {
    return developer
        .post(
            project() + "versions",
            "{\"config\":%s,\"images\":[{\"qualifier\":\"UNIVERSAL\",\"image\":\"%s\"}]}"
                .formatted(config, image(tag)))
        .is(201)
        .text("id");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The version runs on the stage, with a lobby that is always there. */
  void deploy(String version, String stage) {
    deploying(version, stage).is(201);
  }

  Administration.Reply deploying(String version, String stage) {
    return deploying(version, stage, "{\"min_lobbies\":1}");
  }

  /** Asks for a deployment with this configuration. */
  Administration.Reply deploying(String version, String stage, String config) {
    return developer.post(
        project() + "stages/" + stage + "/deployments",
        "{\"version_id\":%s,\"config\":%s}".formatted(version, config));
  }

  /** A user who asks to play on the stage. */
  Service.Answer enter(Service.User user, String stage) {
    return service.player(
        "create-client",
        "{\"tenant\":\"%s\",\"project\":\"duel\",\"stage\":\"%s\"}".formatted(tenant, stage),
        user.token());
  }

  /** Two players in a match of the stage. */
  List<Connector> play(String stage) throws InterruptedException {
    List<Connector> players = List.of(connect(stage), connect(stage));
    for (Connector player : players) {
      player.next("\"LOBBY\"");
      player.send(
          "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}");
    }
    for (Connector player : players) {
      player.next("\"MATCH\"");
    }
    return players;
  }

  private Connector connect(String stage) {
    Service.Answer entered = enter(service.signUp(), stage);
    assertThat(entered.status()).as(entered.toString()).isEqualTo(200);
    JsonNode config = entered.body().path("connector_config");
    return new Connector(config);
  }
}
