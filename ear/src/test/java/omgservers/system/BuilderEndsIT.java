package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of builds, and of what they left, when something goes away beneath them. */
class BuilderEndsIT {
  private static final String STEP = BuildYard.SHELL + "RUN ";
  private static final String ENDLESS = STEP + "echo it b\"e\"gan; while true; do sleep 1; done\n";

  private static RegistryWorld world;
  private static BuildYard yard;

  @BeforeAll
  static void prepare() {
    DockerEngine.require();
    world =
        new RegistryWorld(
            "builder-ends",
            Map.of(
                "omgservers.builder.network",
                "none",
                "omgservers.builder.running",
                "5",
                "omgservers.builder.memory",
                "64",
                "omgservers.pool.inspection",
                "PT5S"));
    mark("eu-1", 1);
    yard = new BuildYard(world.developer().calls(), world.project());
  }

  private static void mark(String server, int slots) {
    Calls calls = new Calls(world.platform().installation().url(), world.admin().token());
    String wish = "{\"build_slots\":%d}".formatted(slots);
    Calls.Reply reply = calls.patch("/api/v1/pool/servers/" + server, wish, "If-Match", "*");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (world != null) {
      world.close();
    }
  }

  @BeforeEach
  void nothingIsBuilt() {
    Await.until(BuilderEndsIT::steps, List::isEmpty);
  }

  /** The containers in which steps run; game servers may run beside them. */
  private static List<String> steps() {
    List<String> running = new ArrayList<>(world.pool().succeed("ps", "-q").lines().toList());
    running.removeAll(world.pool().containers());
    return running;
  }

  /** All that lies on the engine that builds, but game servers. */
  private static Set<String> lying() {
    Set<String> all = new HashSet<>(world.pool().succeed("ps", "-aq").lines().toList());
    all.removeAll(world.pool().containers());
    for (String kind : List.of("image", "volume", "network")) {
      all.addAll(world.pool().succeed(kind, "ls", "-q").lines().toList());
    }
    all.addAll(world.pool().succeed("images", "-aq").lines().toList());
    return all;
  }

  @Test
  void repeatsWhatWasInterruptedByItsServer() {
    Set<String> before = lying();
    String id = yard.build(STEP + "echo it b\"e\"gan; sleep 8; true\n", wish("crash"));
    yard.awaitLog(id, "it began");
    world.platform().crash();
    JsonNode build = yard.ended(id, "INTERRUPTED");
    assertThat(build.path("reason").asText()).contains("can be repeated");
    Await.until(BuilderEndsIT::steps, List::isEmpty);
    Await.until(BuilderEndsIT::lying, before::containsAll);
    yard.repeat(id).is(202);
    JsonNode again = yard.ended(id, "SUCCEEDED");
    assertThat(again.path("run").asInt()).isEqualTo(2);
  }

  @Test
  void repeatsWhatWasInterruptedByItsEngine() {
    Set<String> before = lying();
    String id =
        yard.build(
            BuildYard.SHELL + "VOLUME /kept\nRUN echo it b\"e\"gan; sleep 6; true\n",
            wish("engine"));
    yard.awaitLog(id, "it began");
    world.pool().kill();
    yard.ended(id, "INTERRUPTED");
    world.pool().start();
    Await.until(() -> world.admin().get("pool/servers/eu-1").text("health"), "HEALTHY"::equals);
    Await.until(BuilderEndsIT::lying, before::containsAll);
    yard.repeat(id).is(202);
    yard.ended(id, "SUCCEEDED");
  }

  @Test
  void endsWithItsProjectAndWithItsTenant() {
    Set<String> before = lying();
    Administration support = world.support();
    String tenant = support.post("tenants", "{}").is(201).text("id");
    String first = "tenants/" + tenant + "/projects/";
    first += support.post("tenants/" + tenant + "/projects", "{}").is(201).text("id");
    String second = "tenants/" + tenant + "/projects/";
    second += support.post("tenants/" + tenant + "/projects", "{}").is(201).text("id");
    for (String gone : List.of(first, "tenants/" + tenant)) {
      BuildYard other = new BuildYard(support, gone.equals(first) ? first : second);
      String id = other.build(ENDLESS, wish("gone"));
      other.awaitLog(id, "it began");
      support.delete(gone).is(202);
      Await.until(() -> support.get(gone).status(), status -> status == 404);
      Await.until(BuilderEndsIT::steps, List::isEmpty);
      Await.until(BuilderEndsIT::lying, before::containsAll);
    }
    // The room is free again.
    yard.ended(yard.build(STEP + "true\n", wish("after")), "SUCCEEDED");
  }

  @Test
  void goesOnWhenAVersionOfTheProjectGoes() {
    String first = yard.build(STEP + "echo of one > /one\n", wish("one"));
    String version = yard.ended(first, "SUCCEEDED").path("version_id").asText();
    String id = yard.build(STEP + "echo it b\"e\"gan; sleep 5; true\n", wish("two"));
    yard.awaitLog(id, "it began");
    Administration developer = world.developer().calls();
    developer.delete(world.project() + "/versions/" + version).is(202);
    Await.until(
        () -> developer.get(world.project() + "/versions/" + version).status(),
        status -> status == 404);
    JsonNode build = yard.ended(id, "SUCCEEDED");
    assertThat(build.path("version_id").asText()).isNotEqualTo(version);
  }

  @Test
  void buildsOnTwoServersAtOnce() {
    world
        .admin()
        .post(
            "pool/servers",
            """
            {"name":"eu-2","driver":"docker","slots":20,"address":"%s","registry":"%s",
             "build_slots":1}
            """
                .formatted(world.desk().address(), world.address()))
        .is(201);
    try {
      String one = yard.build(ENDLESS, wish("left"));
      yard.awaitLog(one, "it began");
      String other = yard.build(ENDLESS, wish("right"));
      yard.awaitLog(other, "it began");
      assertThat(List.of(server(one), server(other))).containsExactlyInAnyOrder("eu-1", "eu-2");
      String third = yard.build(STEP + "true\n", wish("third"));
      yard.await(third, build -> build.path("reason").asText().contains("slots of the pool"));
      String freed = server(other);
      yard.cancel(other).is(202);
      yard.ended(other, "CANCELLED");
      assertThat(yard.ended(third, "SUCCEEDED").path("server").asText()).isEqualTo(freed);
      yard.cancel(one).is(202);
      yard.ended(one, "CANCELLED");
    } finally {
      mark("eu-2", 0);
    }
  }

  private static String server(String build) {
    return yard.view(build).path("server").asText();
  }

  private static String wish(String tag) {
    return "{\"tag\":\"%s\",\"config\":%s}".formatted(tag, RegistryWorld.CONFIG);
  }
}
