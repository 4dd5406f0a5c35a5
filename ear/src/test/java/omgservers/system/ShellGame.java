package omgservers.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A project whose game servers are shell scripts that only write; each runs on a stage of its own.
 */
final class ShellGame {
  private static final String CONFIG =
      """
      {"modes":[{"name":"duel","min_players":2,"max_players":2,
        "groups":[{"name":"a","min_players":2,"max_players":2}]}]}
      """;

  private final Administration support = Administration.support();
  private final String alias = "shell-" + UUID.randomUUID().toString().substring(0, 8);
  private final String project;

  ShellGame() {
    support.post("tenants", "{\"alias\":\"%s\"}".formatted(alias)).is(201);
    support.post("tenants/" + alias + "/projects", "{\"alias\":\"game\"}").is(201);
    project = "tenants/" + alias + "/projects/game";
  }

  /** A stage, a version and the deployment of it. */
  record Deployed(String stage, String version, String deployment) {}

  /** Deploys the script with one lobby. */
  Deployed deploy(String name, String script) {
    return deploy(name, script, 1);
  }

  /** Deploys the script with so many lobbies. */
  Deployed deploy(String name, String script, int lobbies) {
    Path image =
        TestPlatform.get().installation().images().resolve(alias).resolve("game").resolve(name);
    try {
      Files.createDirectories(image);
      Files.writeString(image.resolve("command"), "sh\ngame.sh\n");
      Files.writeString(image.resolve("game.sh"), script);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    support.post(project + "/stages", "{\"alias\":\"%s\"}".formatted(name)).is(201);
    String version =
        support
            .post(
                project + "/versions",
                """
                {"config":%s,"images":[{"qualifier":"UNIVERSAL","image":"%s/game:%s"}]}
                """
                    .formatted(CONFIG, alias, name))
            .is(201)
            .text("id");
    String stage = project + "/stages/" + name;
    String deployment =
        support
            .post(
                stage + "/deployments",
                "{\"version_id\":\"%s\",\"config\":{\"min_lobbies\":%d}}"
                    .formatted(version, lobbies))
            .is(201)
            .text("id");
    return new Deployed(stage, version, deployment);
  }

  Administration support() {
    return support;
  }

  String project() {
    return project;
  }

  String alias() {
    return alias;
  }

  /** Ends what runs on the stage. */
  void end(Deployed deployed) {
    support.delete(deployed.stage + "/deployments/" + deployed.deployment + "?now=true").is(202);
  }

  /** The oldest runtime of the stage that has a log. */
  String runtime(Deployed deployed) {
    return Await.until(
            () -> support.get(deployed.stage + "/logs?sort=created&limit=1").is(200),
            reply -> !reply.values("runtime_id").isEmpty())
        .values("runtime_id")
        .get(0);
  }

  /** What is known of the log of the runtime, once the runtime has ended. */
  com.fasterxml.jackson.databind.JsonNode ended(Deployed deployed, String runtime) {
    return Await.until(
            () -> support.get(deployed.stage + "/logs?runtime=" + runtime).is(200),
            reply -> reply.body().at("/items/0/ended_at").isTextual())
        .body()
        .at("/items/0");
  }
}
