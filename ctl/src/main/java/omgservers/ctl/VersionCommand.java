package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Versions. */
@Command(name = "version", description = "Versions (developer).")
final class VersionCommand extends Omgctl.Part {
  private static final String UNIVERSAL = "UNIVERSAL";

  @Command(
      name = "deploy",
      description = {
        "Creates a version from its config and image, and deploys it on a stage.",
        "An image folder is copied into the image store of the process driver under its tag."
      })
  void deploy(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "PROJECT") String project,
      @Parameters(paramLabel = "STAGE") String stage,
      @Option(names = "--config", required = true, description = "modes and groups, JSON file")
          Path config,
      @Option(names = "--deployment", description = "deployment config, JSON file") Path deployment,
      @Option(names = "--tag", required = true, description = "the image's tag") String tag,
      @Option(names = "--folder", description = "image folder to copy into --store") Path folder,
      @Option(names = "--store", description = "image store of the process driver") Path store) {
    Logins.Login developer = omgctl().logins().require("developer");
    JsonNode versionConfig = read(config);
    JsonNode deploymentConfig = deployment == null ? null : read(deployment);
    if (folder != null) {
      if (store == null) {
        throw new Trouble(Trouble.USAGE, "--folder needs --store.");
      }
      copy(folder, store.resolve(tenant).resolve(project).resolve(tag));
    }
    ObjectNode result = Api.JSON.createObjectNode();
    ObjectNode place = Api.JSON.createObjectNode().put("tenant", tenant).put("project", project);
    String version =
        developer
            .call("create-version", place.deepCopy().set("config", versionConfig))
            .path("version_id")
            .asText();
    String image = tenant + "/" + project + ":" + tag;
    developer.call(
        "create-image",
        place.deepCopy().put("version", version).put("qualifier", UNIVERSAL).put("image", image));
    ObjectNode wish = place.deepCopy().put("stage", stage).put("version_id", version);
    wish.set("config", deploymentConfig);
    ObjectNode deployed = developer.call("create-deployment", wish);
    omgctl()
        .print(
            result
                .put("version_id", version)
                .put("image", image)
                .put("deployment_id", deployed.path("deployment_id").asText()));
  }

  private static JsonNode read(Path file) {
    try {
      return Api.JSON.readTree(Files.readString(file));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new Trouble(Trouble.USAGE, file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, file + " cannot be read.", e);
    }
  }

  private static void copy(Path from, Path to) {
    if (!Files.exists(from.resolve("command"))) {
      throw new Trouble(Trouble.USAGE, from + " has no file named command: it is no image.");
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(
              file,
              target,
              java.nio.file.StandardCopyOption.REPLACE_EXISTING,
              java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, to + " cannot be written: " + e.getMessage(), e);
    }
  }
}
