package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import omgservers.ctl.Api.Answer;

/** Commands about the players of a stage. */
final class PlayerNouns {
  private static final String PLAYER = Places.STAGE + "/players/{user}";
  private static final String PROFILE = PLAYER + "/profile";
  private static final String FILE = "--file";
  private static final String VERSION = "--version";

  private PlayerNouns() {}

  static List<Verb> player() {
    return List.of(
        Verbs.list(
                Places.STAGE + "/players",
                View.of("user_id", "id", "created", "version"),
                "Players of a stage.")
            .filter(Options.text("--user", "ID", "only of this account")),
        Verb.named("show", "Shows a player with the profile.")
            .at(PLAYER)
            .does(call -> call.output().one(call.session().read(call.path()), "user_id")),
        Verb.named("profile get", "Prints the profile of a player.")
            .at(PLAYER)
            .does(call -> call.output().document(profile(call.session().get(call.path())))),
        Verb.named(
                "profile set",
                "Replaces the profile of a player.",
                "Without --version, a change between reading and writing is still refused.")
            .at(PROFILE)
            .option(Options.file(FILE, "the new profile, JSON file or -").required(true))
            .option(
                Options.text(
                    VERSION, "N", "only if the player is still in this version, as show tells it"))
            .option(Options.dryRun())
            .does(PlayerNouns::set),
        Verb.named("profile edit", "Opens the profile in $EDITOR, and saves what was changed.")
            .at(PROFILE)
            .option(Options.dryRun())
            .does(PlayerNouns::edit),
        Verb.named("export", "Prints everything that is kept about a player on this stage.")
            .at(PLAYER + "/export")
            .does(call -> call.output().document(call.session().get(call.path()).body())),
        Verbs.patientRemoval(
            "erase",
            PLAYER,
            "nothing is left",
            "Erases a player: sessions end, the profile goes, the account too if nothing is left."),
        Verbs.removal("logout", PLAYER + "/tokens", "Signs a player out everywhere.")
            .does(call -> Verbs.remove(call, call.path(), call.text("user"))));
  }

  private static JsonNode profile(Answer player) {
    return player.body().path("profile");
  }

  private static void set(Call call) {
    JsonNode profile = call.json(FILE);
    String version = call.text(VERSION);
    String ifMatch =
        version != null
            ? "\"" + version.replace("\"", "") + "\""
            : call.session().get(call.path(PLAYER)).etag().orElse("*");
    save(call, profile, ifMatch);
  }

  private static void save(Call call, JsonNode profile, String ifMatch) {
    JsonNode answer = call.session().write("PUT", call.path(), profile, ifMatch).body();
    call.output().one((ObjectNode) answer, "user_id");
  }

  private static void edit(Call call) {
    String editor = call.workplace().variable("EDITOR");
    if (editor == null) {
      throw new Trouble(Trouble.USAGE, "EDITOR is not set: which editor is to be opened?");
    }
    Answer player = call.session().get(call.path(PLAYER));
    JsonNode before = profile(player);
    JsonNode after = edited(editor, before);
    if (after.equals(before)) {
      call.output().notice("Nothing was changed.");
      return;
    }
    save(call, after, player.etag().orElse("*"));
  }

  /** Profiles are personal: the file is the owner's only, and goes at once. */
  private static JsonNode edited(String editor, JsonNode before) {
    try {
      Path file = Files.createTempFile("omgctl-profile", ".json");
      try {
        Files.write(file, (before.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        Process process =
            new ProcessBuilder("sh", "-c", editor + " \"$0\"", file.toString()).inheritIO().start();
        if (process.waitFor() != 0) {
          throw new Trouble(Trouble.USAGE, "The editor failed; nothing was changed.");
        }
        return Api.JSON.readTree(Files.readString(file));
      } finally {
        Files.delete(file);
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new Trouble(Trouble.USAGE, "That is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new Trouble(Trouble.USAGE, editor + " cannot be used: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Trouble(Trouble.USAGE, "Interrupted.", e);
    }
  }
}
