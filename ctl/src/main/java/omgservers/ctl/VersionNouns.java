package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** Commands about versions and their images. */
final class VersionNouns {
  private static final String VERSION = Places.PROJECT + "/versions/{version}";
  private static final String CONFIG = "--config";
  private static final String IMAGE = "--image";
  private static final List<String> QUALIFIERS = List.of("LOBBY", "MATCH", "UNIVERSAL");

  private VersionNouns() {}

  static List<Verb> version() {
    return List.of(
        Verbs.list(
                Places.PROJECT + "/versions",
                View.of("id", "state", "created", "deployed_on"),
                "Versions of a project.")
            .filter(Options.choice("--state", "only in this state", List.of("ACTIVE", "DELETING"))),
        Verbs.show(VERSION, "Shows a version: its config, its images, where it is deployed."),
        Verb.named("create", "Creates a version from its config and images.")
            .at(Places.PROJECT + "/versions")
            .option(Options.file(CONFIG, "modes and groups, JSON file or -").required(true))
            .option(
                Options.many(
                    IMAGE,
                    "[QUALIFIER=]IMAGE",
                    "an image, for LOBBY, MATCH or both (UNIVERSAL, the default)"))
            .option(Options.dryRun())
            .does(VersionNouns::create),
        VersionDeploy.verb(),
        LogNouns.use(),
        Verbs.patientDelete(
            VERSION, "it is gone, showing what is left", "Deletes a version and its images."));
  }

  private static void create(Call call) {
    ObjectNode body = Api.JSON.createObjectNode();
    body.set("config", call.json(CONFIG));
    ArrayNode images = body.putArray("images");
    for (String each : call.many(IMAGE)) {
      int split = each.indexOf('=');
      images
          .addObject()
          .put(
              "qualifier",
              split < 0 ? "UNIVERSAL" : each.substring(0, split).toUpperCase(Locale.ROOT))
          .put("image", each.substring(split + 1));
    }
    Verbs.write(call, "POST", call.path(), body);
  }

  static List<Verb> image() {
    return List.of(
        Verb.named("list", "Images of a version.")
            .at(VERSION)
            .does(
                call -> {
                  ObjectNode page = Api.JSON.createObjectNode();
                  page.set("items", call.session().read(call.path()).path("images"));
                  call.output()
                      .list(View.of("id", "qualifier", "image", "created"), page.putNull("next"));
                }),
        Verb.named("create", "Gives a version an image: of a kind that it has none of.")
            .at(VERSION + "/images")
            .option(
                Options.choice("--qualifier", "what it is for (default: UNIVERSAL)", QUALIFIERS))
            .takes("image", "the image, as TENANT/PROJECT:TAG")
            .option(Options.dryRun())
            .does(
                call ->
                    Verbs.write(
                        call,
                        "POST",
                        call.path(),
                        Api.JSON
                            .createObjectNode()
                            .put("qualifier", call.textOr("--qualifier", "UNIVERSAL"))
                            .put("image", call.text("image")))),
        Verbs.delete(VERSION + "/images/{qualifier}", "Takes an image from a version."));
  }
}
