package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** From a config and an image to a deployment, in one command. */
final class VersionDeploy {
  private static final String CONFIG = "--config";
  private static final String DEPLOYMENT = "--deployment";
  private static final String TAG = "--tag";
  private static final String FOLDER = "--folder";
  private static final String STORE = "--store";
  private static final String UNIVERSAL = "UNIVERSAL";

  private VersionDeploy() {}

  static Verb verb() {
    return Verb.named(
            "deploy",
            "Creates a version from its config and image, and deploys it on a stage (developer).",
            "An image folder is copied into the image store of the process driver under its tag.")
        .at(Places.STAGE)
        .option(Options.file(CONFIG, "modes and groups, JSON file or -").required(true))
        .option(Options.file(DEPLOYMENT, "deployment config, JSON file"))
        .option(Options.text(TAG, "TAG", "the image's tag").required(true))
        .option(Options.file(FOLDER, "image folder to copy into --store"))
        .option(Options.file(STORE, "image store of the process driver"))
        .option(Options.waiting("a lobby is ready for players"))
        .option(Options.dryRun())
        .does(VersionDeploy::deploy);
  }

  private static void deploy(Call call) {
    String tenant = call.text("tenant");
    String project = call.text("project");
    JsonNode versionConfig = call.json(CONFIG);
    JsonNode deploymentConfig = call.file(DEPLOYMENT) == null ? null : call.json(DEPLOYMENT);
    Session developer = call.session();
    Path folder = call.file(FOLDER);
    if (folder != null) {
      place(call, folder);
    }
    String image = tenant + "/" + project + ":" + call.text(TAG);
    ObjectNode wish = Api.JSON.createObjectNode();
    wish.set("config", versionConfig);
    wish.putArray("images").addObject().put("qualifier", UNIVERSAL).put("image", image);
    String version =
        developer.post(call.path(Places.PROJECT + "/versions"), wish).path("id").asText();
    ObjectNode rollout = Api.JSON.createObjectNode().put("version_id", version);
    if (deploymentConfig != null) {
      rollout.set("config", deploymentConfig);
    }
    String deployment =
        developer.post(call.path(Places.STAGE + "/deployments"), rollout).path("id").asText();
    call.output()
        .one(
            Api.JSON
                .createObjectNode()
                .put("version_id", version)
                .put("image", image)
                .put("deployment_id", deployment),
            "deployment_id");
    Waiting.untilLobby(call, call.path(Places.STAGE), deployment);
  }

  private static void place(Call call, Path folder) {
    Path store = call.file(STORE);
    if (store == null) {
      throw new Trouble(Trouble.USAGE, FOLDER + " needs " + STORE + ".");
    }
    if (!Files.exists(folder.resolve("command"))) {
      throw new Trouble(Trouble.USAGE, folder + " has no file named command: it is no image.");
    }
    Path target =
        store.resolve(call.text("tenant")).resolve(call.text("project")).resolve(call.text(TAG));
    if (call.output().dry()) {
      call.output().notice("Not copied: " + folder + " to " + target);
    } else {
      copy(folder, target);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              StandardCopyOption.REPLACE_EXISTING,
              StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, to + " cannot be written: " + e.getMessage(), e);
    }
  }
}
