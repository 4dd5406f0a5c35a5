package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/** Commands about deployments and what runs on a stage. */
final class RunningNouns {
  private static final String CONFIG = "--config";
  private static final String NOW = "--now";
  private static final String QUEUE = Places.DEPLOYMENT + "/queues/{mode}/tickets";

  private RunningNouns() {}

  private static OptionSpec.Builder state(String... states) {
    return Options.choice("--state", "only in this state", List.of(states));
  }

  private static OptionSpec.Builder byDeployment() {
    return Options.text("--deployment", "ID", "only of this deployment");
  }

  static List<Verb> deployment() {
    return List.of(
        Verbs.list(
                Places.STAGE + "/deployments",
                View.of(
                    "id",
                    "version_id",
                    "state",
                    "lobbies",
                    "matches",
                    "clients",
                    "created",
                    "reason"),
                "Deployments of a stage.")
            .filter(state("ACTIVE", "DRAINING", "CLOSED")),
        Verbs.show(Places.DEPLOYMENT, "Shows a deployment."),
        Verb.named("create", "Deploys a version on a stage; the one before it drains.")
            .at(Places.STAGE + "/deployments")
            .takes("version", "id of the version")
            .option(Options.file(CONFIG, "deployment config, JSON file or -"))
            .option(Options.waiting("a lobby is ready for players"))
            .option(Options.dryRun())
            .does(RunningNouns::deploy),
        Verbs.patientDelete(
                Places.DEPLOYMENT,
                "it is closed",
                "Ends a deployment: it drains, and closes when its matches have ended.")
            .option(Options.flag(NOW, "end what is played at once"))
            .does(
                call -> {
                  String query = call.flag(NOW) ? "?now=true" : "";
                  ObjectNode result =
                      Verbs.remove(call, call.path() + query, call.text("deployment"));
                  if (!result.path("deleted").asBoolean()) {
                    Waiting.untilGone(call, call.path());
                  }
                }));
  }

  private static void deploy(Call call) {
    ObjectNode body = Api.JSON.createObjectNode().put("version_id", call.text("version"));
    if (call.file(CONFIG) != null) {
      body.set("config", call.json(CONFIG));
    }
    ObjectNode made = call.session().post(call.path(), body);
    call.output().one(made, "id");
    Waiting.untilLobby(call, call.path(Places.STAGE), made.path("id").asText());
  }

  static List<Verb> lobby() {
    return List.of(
        Verbs.list(
            Places.DEPLOYMENT + "/lobbies",
            View.of("id", "state", "clients", "runtime_id", "created"),
            "Lobbies of a deployment."),
        Verbs.delete(
            Places.DEPLOYMENT + "/lobbies/{lobby}",
            "Ends a lobby; its clients go to another one."));
  }

  static List<Verb> match() {
    return List.of(
        Verbs.list(
                Places.DEPLOYMENT + "/matches",
                View.of("id", "mode", "state", "players", "runtime_id", "created"),
                "Matches of a deployment.")
            .filter(Options.text("--mode", "MODE", "only of this mode"))
            .filter(state("PENDING", "OPEN", "CLOSED")),
        Verbs.show(Places.DEPLOYMENT + "/matches/{match}", "Shows a match and who plays in it."),
        Verbs.delete(
            Places.DEPLOYMENT + "/matches/{match}", "Ends a match; its clients go to a lobby."));
  }

  static List<Verb> queue() {
    return List.of(
        Verbs.list(
            Places.DEPLOYMENT + "/queues",
            View.of("mode", "waiting", "oldest", "open_matches", "seats_free"),
            "How many wait for a match, mode by mode."),
        Verbs.show(
            Places.DEPLOYMENT + "/queues/{mode}",
            "Shows how a mode does: how long the latest waited, how full and even matches are."));
  }

  static List<Verb> ticket() {
    return List.of(
        Verbs.list(
            QUEUE,
            View.of("id", "client_id", "user_id", "created"),
            "Who waits for a match of a mode."),
        Verbs.show(
            QUEUE + "/{ticket}", "Says why a ticket waits: its rules, its place, what it needs."),
        Verbs.delete(QUEUE + "/{ticket}", "Ends a client's wait for a match."));
  }

  static List<Verb> runtime() {
    return List.of(
        Verbs.list(
                Places.STAGE + "/runtimes",
                View.of("id", "qualifier", "state", "mode", "clients", "reason"),
                "What runs on a stage, and what ended in the last hour.")
            .filter(state("PENDING", "STARTING", "READY", "CLOSING", "ENDED"))
            .filter(Options.choice("--qualifier", "only of this kind", List.of("LOBBY", "MATCH")))
            .filter(byDeployment())
            .filter(Options.text("--version", "ID", "only those that run this version"))
            .filter(
                Options.text(
                    "--text", "TEXT", "only those whose image, mode, server or reason has it")),
        Verbs.show(Places.STAGE + "/runtimes/{runtime}", "Shows a game server."),
        LogNouns.logs(),
        Verbs.delete(Places.STAGE + "/runtimes/{runtime}", "Stops a game server."));
  }

  static List<Verb> client() {
    return List.of(
        Verbs.list(
                Places.STAGE + "/clients",
                View.of(
                    "id",
                    "user_id",
                    "state",
                    "runtime_qualifier",
                    "runtime_id",
                    "deployment_id",
                    "created",
                    "seen"),
                "Sessions of players on a stage.")
            .filter(byDeployment())
            .filter(Options.text("--user", "ID", "only of this player's account"))
            .filter(state("SEEKING", "PLAYING", "DELETED")),
        Verbs.show(Places.STAGE + "/clients/{client}", "Shows a session."),
        Verbs.delete(Places.STAGE + "/clients/{client}", "Ends a session; the player is told."));
  }
}
