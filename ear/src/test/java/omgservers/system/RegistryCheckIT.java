package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A registry whose notifications are not believed: what it holds is found all the same. */
class RegistryCheckIT {
  private static RegistryWorld world;

  @BeforeAll
  static void prepare() {
    DockerEngine.require();
    world =
        new RegistryWorld(
            "registry-check",
            "not what was agreed",
            Map.of("omgservers.registry.check", "PT2S", "omgservers.registry.quota", "100"));
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

  private static List<JsonNode> misfits() {
    JsonNode found = world.support().get("registry/check").is(200).body().path("misfits");
    return Stream.iterate(0, i -> i + 1).limit(found.size()).map(found::path).toList();
  }

  private static JsonNode misfit(String kind, String digest) {
    return Await.until(
            RegistryCheckIT::misfits, all -> all.stream().anyMatch(it -> is(it, kind, digest)))
        .stream()
        .filter(it -> is(it, kind, digest))
        .findFirst()
        .orElseThrow();
  }

  private static boolean is(JsonNode misfit, String kind, String digest) {
    return misfit.path("kind").asText().equals(kind)
        && misfit.path("digest").asText().equals(digest);
  }

  @Test
  void findsAPushThatNobodyToldOf() {
    Path logins = world.loggedIn(world.developer());
    world.push(logins, world.shellImage("unheard", "exec sleep 600"));
    JsonNode image = world.image("unheard", RegistryCheckIT::isVersion);
    assertThat(image.path("pushed_by").isNull()).isTrue();
    JsonNode check = world.support().get("registry/check").is(200).body();
    assertThat(check.path("fault").isNull()).isTrue();
    assertThat(check.path("tags").asInt()).isPositive();
  }

  @Test
  void tellsOfWhatIsNoVersionAndOfVersionsWithoutImage() throws IOException {
    Path logins = world.loggedIn(world.developer());
    world
        .desk()
        .shellImage(
            world.reference("odd"),
            "exec sleep 601",
            RegistryWorld.label("com.omgservers.qualifier", "SPECTATOR"));
    world.push(logins, world.reference("odd"));
    JsonNode odd = world.image("odd", it -> it.path("state").asText().equals("REFUSED"));
    assertThat(misfit("NO_VERSION", odd.path("digest").asText()).path("reason").asText())
        .contains("'SPECTATOR' is not LOBBY, MATCH or UNIVERSAL");
    world.push(logins, world.shellImage("lost", "exec sleep 602"));
    JsonNode lost = world.image("lost", RegistryCheckIT::isVersion);
    forget(lost.path("digest").asText());
    assertThat(misfit("MISSING", lost.path("digest").asText()).path("repository").asText())
        .isEqualTo("acme/arena");
  }

  /** As when somebody restores an old backup of the registry. */
  private static void forget(String digest) throws IOException {
    Path storage = world.platform().installation().data().resolve("registry/storage");
    Path manifests = storage.resolve("docker/registry/v2/repositories/acme/arena/_manifests");
    String hash = digest.substring(digest.indexOf(':') + 1);
    for (String each : List.of("revisions/sha256/" + hash, "tags/lost")) {
      try (Stream<Path> files = Files.walk(manifests.resolve(each))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Test
  void comparesAtOnceWhenItIsToldTo() {
    String before = world.support().get("registry/check").is(200).text("checked_at");
    world.support().post("registry/check", "").is(202);
    Await.until(
        () -> world.support().get("registry/check").is(200).text("checked_at"),
        at -> !at.equals(before) && !at.equals("null"));
    world.developer().calls().get("registry/check").refuses(403, "PERMISSION_NOT_FOUND");
  }

  /** The registry was told of the first key only, when it started. */
  @Test
  void goesOnWithTheNextKeyWithoutAnyRestart() {
    Administration admin = world.admin();
    Path logins = world.loggedIn(world.developer());
    String before = signing();
    world.support().post("signing-keys", "").refuses(403, "PERMISSION_NOT_FOUND");
    String next = admin.post("signing-keys", "").is(201).text("id");
    assertThat(admin.get("signing-keys").is(200).values("id")).startsWith(next, before);
    Await.until(RegistryCheckIT::signing, next::equals);
    assertThat(admin.get("signing-keys").is(200).values("state")).startsWith("SIGNING", "BELIEVED");
    // The login was signed by the key before, and so was the token of the API.
    world.push(logins, world.shellImage("next-key", "exec sleep 611"));
    JsonNode image = world.image("next-key", RegistryCheckIT::isVersion);
    assertThat(world.has("acme/arena", image.path("digest").asText())).isTrue();
    JsonNode published = admin.get("registry/jwks").is(200).body().path("keys");
    assertThat(published.findValuesAsText("kid")).contains(next, before);
    // Who looks at the keys anew takes what either signed.
    world.platform().crash();
    admin.get("signing-keys").is(200);
    String fresh =
        new Service(world.platform().installation().url())
            .token("admin", "admin", world.platform().secrets().get("admin"));
    world.as(fresh).get("signing-keys").is(200);
    JsonNode audit = admin.get("audit?operation=signing-key.create").is(200).body();
    assertThat(audit.at("/items/0/after").toString()).contains(next);
  }

  /** The id of the key that signs tokens for the registry now. */
  private static String signing() {
    RegistryWorld.Account account = world.adminAccount();
    String token = world.token(account.id(), account.password(), "").text("token");
    return RegistryWorld.header(token).path("kid").asText();
  }
}
