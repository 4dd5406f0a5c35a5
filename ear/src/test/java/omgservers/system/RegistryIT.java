package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A real registry, filled by the real client of Docker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RegistryIT {
  private static final String ACME = "acme/arena";

  private static RegistryWorld world;

  /** Is good for a second, and as long as the registry allows clocks to differ. */
  private static String early;

  @BeforeAll
  static void prepare() {
    DockerEngine.require();
    world = new RegistryWorld("registry", Map.of("omgservers.registry.token-life", "PT1S"));
    RegistryWorld.Account developer = world.developer();
    early =
        world
            .token(developer.id(), developer.password(), "repository:" + ACME + ":pull")
            .text("token");
    assertThat(world.ask(early, "/v2/").status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  private static boolean isVersion(JsonNode image) {
    return image.path("state").asText().equals("VERSION");
  }

  private static Administration developer() {
    return world.developer().calls();
  }

  private static JsonNode version(JsonNode image) {
    return developer()
        .get(world.project() + "/versions/" + image.path("version_id").asText())
        .is(200)
        .body();
  }

  @Test
  void makesAVersionOfAPush() {
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.shellImage("first", "exec sleep 600"));
    JsonNode image = world.image("first", RegistryIT::isVersion);
    assertThat(image.path("size").asLong()).isPositive();
    assertThat(image.path("pushed_by").asText()).isEqualTo(world.developer().id());
    assertThat(image.path("labels").path("com.omgservers.config").asText()).contains("duel");
    JsonNode version = version(image);
    assertThat(version.at("/images/0/digest").asText()).isEqualTo(image.path("digest").asText());
    assertThat(version.at("/images/0/image").asText()).isEqualTo("acme/arena:first");
    assertThat(version.at("/config/modes/0/name").asText()).isEqualTo("duel");
    JsonNode audit =
        world
            .support()
            .get(
                "tenants/acme/audit?operation=version.create&entity=" + version.path("id").asText())
            .is(200)
            .body();
    assertThat(audit.at("/items/0/actor_id").asText()).isEqualTo(world.developer().id());
  }

  @Test
  void takesTheConfigurationOfTheLastVersionWhereNoLabelHasOne() {
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.shellImage("labelled", "exec sleep 601"));
    JsonNode labelled = world.image("labelled", RegistryIT::isVersion);
    world.desk().shellImage(world.reference("plain"), "exec sleep 602");
    world.push(logins, world.reference("plain"));
    JsonNode plain = world.image("plain", RegistryIT::isVersion);
    assertThat(version(plain).path("config")).isEqualTo(version(labelled).path("config"));
  }

  @Test
  void makesOneVersionOfOneContentWhateverItIsCalled() {
    Path logins = world.loggedIn(world.developer());
    String one = world.shellImage("one", "exec sleep 603");
    world.desk().succeed("tag", one, world.reference("two"));
    world.push(logins, one);
    world.push(logins, world.reference("two"));
    JsonNode image = world.image("two", RegistryIT::isVersion);
    assertThat(image.path("tags").toString()).contains("\"one\"", "\"two\"");
  }

  @Test
  void refusesAConfigurationThatCannotWork() {
    Path logins = world.loggedIn(world.developer());
    world
        .desk()
        .shellImage(
            world.reference("broken"),
            "exec sleep 604",
            RegistryWorld.label("com.omgservers.config", "{\"modes\":[]}"));
    world.push(logins, world.reference("broken"));
    JsonNode image = world.image("broken", it -> it.path("state").asText().equals("REFUSED"));
    assertThat(image.path("explanation").asText()).contains("com.omgservers.config", "modes");
    developer().delete(world.project() + "/images/" + image.path("digest").asText()).is(202);
    Await.until(() -> world.has(ACME, image.path("digest").asText()), there -> !there);
  }

  @Test
  void letsNobodyInWithAWrongPassword() {
    DockerEngine.Result login =
        world.login(world.logins(), world.developer().id(), "not the password");
    assertThat(login.exitCode()).isNotZero();
    assertThat(login.output()).contains("The user or the password is wrong.");
    assertThat(world.token("nobody", "nothing at all", "").status()).isEqualTo(401);
    assertThat(world.ask(null, "/v2/").status()).isEqualTo(401);
  }

  @Test
  void keepsALoginByARefreshTokenUntilItIsEnded() throws IOException {
    RegistryWorld.Account somebody = world.developer("VERSION_MANAGER", "PROJECT_VIEWER");
    Path logins = world.loggedIn(somebody);
    String kept = Files.readString(logins.resolve("config.json"));
    assertThat(kept).contains("identitytoken").doesNotContain(somebody.password());
    world.push(logins, world.shellImage("kept", "exec sleep 605"));
    world.support().delete("accounts/" + somebody.id() + "/tokens").is(204);
    DockerEngine.Result push = world.docker(logins, "push", world.reference("kept"));
    assertThat(push.exitCode()).isNotZero();
    assertThat(push.output()).contains("The login is over; docker login again.");
  }

  @Test
  void takesApiKeysForWhatTheyAreFor() {
    RegistryWorld.Account somebody = world.developer("VERSION_MANAGER", "PROJECT_VIEWER");
    String image = world.shellImage("keys", "exec sleep 606");
    Path writes = world.logins();
    assertThat(
            world.login(writes, somebody.id(), key(somebody, "\"READ\",\"VERSIONS\"")).exitCode())
        .isZero();
    world.push(writes, image);
    Path reads = world.logins();
    assertThat(world.login(reads, somebody.id(), key(somebody, "\"READ\"")).exitCode()).isZero();
    assertThat(world.docker(reads, "pull", image).exitCode()).isZero();
    DockerEngine.Result push = world.docker(reads, "push", image);
    assertThat(push.exitCode()).isNotZero();
    assertThat(push.output()).contains("denied");
  }

  private static String key(RegistryWorld.Account account, String scopes) {
    return account
        .calls()
        .post("me/keys", "{\"name\":\"%s\",\"scopes\":[%s]}".formatted(scopes.hashCode(), scopes))
        .is(201)
        .text("secret");
  }

  @Test
  void grantsExactlyWhatTheCallerMay() {
    RegistryWorld.Account viewer = world.developer("PROJECT_VIEWER");
    RegistryWorld.Account stranger = world.stranger();
    assertThat(granted(viewer, ACME)).isEqualTo("pull");
    assertThat(granted(world.developer(), ACME)).isEqualTo("pull,push");
    assertThat(granted(stranger, ACME)).isEmpty();
    assertThat(granted(world.developer(), "acme/none")).isEmpty();
    assertThat(granted(world.developer(), "none/arena")).isEmpty();
    Path logins = world.loggedIn(stranger);
    String image = world.shellImage("foreign", "exec sleep 607");
    DockerEngine.Result push = world.docker(logins, "push", image);
    assertThat(push.exitCode()).isNotZero();
    assertThat(push.output()).contains("denied");
    assertThat(world.docker(logins, "pull", world.reference("first")).output()).contains("denied");
  }

  /** What is granted of all that one can ask for. */
  private static String granted(RegistryWorld.Account account, String repository) {
    String token =
        world
            .token(
                account.id(),
                account.password(),
                "repository:" + repository + ":pull,push,delete,*%20registry:catalog:*")
            .text("token");
    JsonNode access = RegistryWorld.claims(token).path("access");
    assertThat(access.size()).isLessThanOrEqualTo(1);
    return Stream.iterate(0, i -> i + 1)
        .limit(access.at("/0/actions").size())
        .map(i -> access.at("/0/actions").path(i).asText())
        .reduce((all, next) -> all + "," + next)
        .orElse("");
  }

  @Test
  void doesNotGiveTheImagesOfATenantToTheNextOfTheName() {
    Administration support = world.support();
    String first = support.post("tenants", "{\"alias\":\"reused\"}").is(201).text("id");
    support.post("tenants/reused/projects", "{\"alias\":\"game\"}").is(201);
    assertThat(granted(world.adminAccount(), "reused/game")).isEqualTo("pull,push");
    support.delete("tenants/reused/aliases/reused").is(204);
    String second = support.post("tenants", "{\"alias\":\"reused\"}").is(201).text("id");
    support.post("tenants/reused/projects", "{\"alias\":\"game\"}").is(201);
    RegistryWorld.Account heir = world.stranger();
    String project = support.get("tenants/reused/projects").is(200).values("id").get(0);
    support
        .put(
            "tenants/" + second + "/projects/" + project + "/permissions/" + heir.id(),
            "*",
            "{\"rights\":[\"VERSION_MANAGER\",\"PROJECT_VIEWER\"]}")
        .is(200);
    assertThat(first).isNotEqualTo(second);
    assertThat(granted(heir, "reused/game")).isEmpty();
    assertThat(granted(heir, second + "/" + project)).isEqualTo("pull,push");
  }

  /** Behind all others, whose time it needs to grow old. */
  @Test
  @Order(Integer.MAX_VALUE)
  void refusesATokenThatHasExpired() {
    int status = Await.until(() -> world.ask(early, "/v2/").status(), answered -> answered == 401);
    assertThat(status).isEqualTo(401);
  }

  @Test
  void refusesMoreThanTheTenantMayKeep() {
    Administration support = world.support();
    support.post("tenants", "{\"alias\":\"small\"}").is(201);
    support.post("tenants/small/projects", "{\"alias\":\"game\"}").is(201);
    support.put("tenants/small/image-quota", null, "{\"quota_mib\":1}").is(200);
    Path logins = world.logins();
    String admin = world.platform().secrets().get("admin");
    assertThat(world.login(logins, "admin", admin).exitCode()).isZero();
    String huge = world.address() + "/small/game:huge";
    world.randomImage(
        huge, 3 << 20, RegistryWorld.label("com.omgservers.config", RegistryWorld.CONFIG));
    world.push(logins, huge);
    JsonNode image =
        Await.until(
            () -> support.get("tenants/small/projects/game/images").is(200).body().at("/items/0"),
            it -> it.path("state").asText().equals("REFUSED"));
    assertThat(image.path("explanation").asText()).contains("3.0 MiB", "may keep 1.0 MiB");
    Await.until(() -> world.has("small/game", image.path("digest").asText()), there -> !there);
    assertThat(support.get("tenants/small/image-quota").is(200).body().path("kept_bytes").asLong())
        .isZero();
    support.put("tenants/small/image-quota", null, "{\"quota_mib\":0}").is(200);
    DockerEngine.Result push = world.docker(logins, "push", huge);
    assertThat(push.exitCode()).isNotZero();
    assertThat(push.output()).contains("may keep 0.0 MiB; delete versions first.");
  }

  /** So a push ends when docker needs its next token. */
  @Test
  void givesNoTokenToPushWhenWhatCameAlreadyIsTooMuch() {
    Administration support = world.support();
    support.post("tenants", "{\"alias\":\"brimful\"}").is(201);
    support.post("tenants/brimful/projects", "{\"alias\":\"game\"}").is(201);
    support.put("tenants/brimful/image-quota", null, "{\"quota_mib\":1}").is(200);
    RegistryWorld.Account admin = world.adminAccount();
    Supplier<Calls.Reply> ask =
        () -> world.token(admin.id(), admin.password(), "repository:brimful/game:pull,push");
    Layers.upload(world.address(), ask.get().text("token"), "brimful/game", 3 << 20);
    Calls.Reply refused = Await.until(ask, reply -> reply.status() != 200);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.toString()).contains("With the 3.0 MiB that are being pushed");
    assertThat(world.token(admin.id(), admin.password(), "repository:brimful/game:pull").status())
        .isEqualTo(200);
  }

  @Test
  void believesNotificationsOfTheRegistryOnly() {
    assertThat(world.notify("another secret", "{\"events\":[]}").status()).isEqualTo(401);
    assertThat(world.notify(RegistryWorld.SECRET, "{\"events\":[]}").status()).isEqualTo(200);
    String useless =
        """
        {"events":[{"action":"pull"},{"action":"push","target":{"repository":"no/body"}},
          {"id":"x","action":"push","timestamp":"long ago","target":{"repository":"no/body",
           "tag":"1","digest":"nonsense","mediaType":"application/vnd.oci.image.manifest.v1+json"}}]}
        """;
    assertThat(world.notify(RegistryWorld.SECRET, useless).status()).isEqualTo(200);
  }

  @Test
  void toleratesRepeatsAndDisorder() {
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.shellImage("moving", "exec sleep 608"));
    JsonNode before = world.image("moving", RegistryIT::isVersion);
    world.push(logins, world.shellImage("moving", "exec sleep 609"));
    JsonNode after =
        world.image(
            "moving", it -> isVersion(it) && !it.path("digest").equals(before.path("digest")));
    String late = event("moving", before.path("digest").asText(), "2026-01-01T00:00:00Z");
    for (int i = 0; i < 2; i++) {
      assertThat(world.notify(RegistryWorld.SECRET, late).status()).isEqualTo(200);
    }
    JsonNode still = world.image("moving", RegistryIT::isVersion);
    assertThat(still.path("digest")).isEqualTo(after.path("digest"));
    assertThat(still.path("version_id")).isEqualTo(after.path("version_id"));
  }

  private static String event(String tag, String digest, String at) {
    return """
    {"events":[{"id":"1","timestamp":"%s","action":"push","target":{"repository":"%s","tag":"%s",
      "digest":"%s","mediaType":"application/vnd.docker.distribution.manifest.v2+json"},
      "actor":{"name":""},"request":{},"source":{}}]}
    """
        .formatted(at, ACME, tag, digest);
  }

  @Test
  void freesTheImageOfAVersionThatIsDeleted() {
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.shellImage("brief", "exec sleep 610"));
    JsonNode image = world.image("brief", RegistryIT::isVersion);
    String digest = image.path("digest").asText();
    developer().delete(world.project() + "/images/" + digest).refuses(409, "WRONG_VERSION_STATE");
    developer().delete(world.project() + "/versions/" + image.path("version_id").asText()).is(202);
    Await.until(() -> world.has(ACME, digest), there -> !there);
    Await.until(
        () -> developer().get(world.project() + "/images/" + digest).status(),
        status -> status == 404);
    world.push(logins, world.reference("brief"));
    JsonNode again = world.image("brief", RegistryIT::isVersion);
    assertThat(again.path("version_id")).isNotEqualTo(image.path("version_id"));
  }

  @Test
  void deploysAndPlaysWhatIsPushedUnderATag() {
    String stage = world.project() + "/stages/live";
    world.admin().post(world.project() + "/stages", "{\"alias\":\"live\"}").is(201);
    String config = "{\"min_lobbies\":1,\"matchmaker\":{\"modes\":{\"duel\":{\"min_matches\":1}}}}";
    world
        .admin()
        .put(stage + "/following", null, "{\"tag\":\"latest\",\"config\":%s}".formatted(config))
        .is(200);
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.duelImage("latest", "1"));
    Await.until(() -> ready(stage), ready -> ready >= 2);
    assertPlayed();
    JsonNode first = world.admin().get(stage + "/following").is(200).body();
    world.push(logins, world.duelImage("latest", "2"));
    JsonNode second =
        Await.until(
            () -> world.admin().get(stage + "/following").is(200).body(),
            it -> !it.path("version_id").equals(first.path("version_id")));
    JsonNode newest = world.admin().get(stage + "/deployments?limit=1").is(200).body();
    assertThat(newest.at("/items/0/version_id")).isEqualTo(second.path("version_id"));
    world
        .admin()
        .delete(stage + "/deployments/" + newest.at("/items/0/id").asText() + "?now=true")
        .is(202);
  }

  private static long ready(String stage) {
    return world.admin().get(stage + "/runtimes?state=READY").is(200).values("id").size();
  }

  private static void assertPlayed() {
    ExecutorService players = Executors.newFixedThreadPool(2);
    try {
      Supplier<List<String>> play = () -> world.bot("live");
      CompletableFuture<List<String>> ann = CompletableFuture.supplyAsync(play, players);
      CompletableFuture<List<String>> ben = CompletableFuture.supplyAsync(play, players);
      assertThat(Stream.of(ann.join(), ben.join()).flatMap(List::stream))
          .contains("result won 1 0", "result lost 0 1", "finished");
    } finally {
      players.shutdown();
    }
  }
}
