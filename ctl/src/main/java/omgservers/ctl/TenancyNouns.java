package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Commands about tenants, their projects and stages. */
final class TenancyNouns {
  private static final String GONE = "it is gone, showing what is left";
  private static final List<String> STATES = List.of("ACTIVE", "DELETING");

  private TenancyNouns() {}

  static List<Verb> tenant() {
    return List.of(
        Verbs.list(
                "/tenants",
                View.of("id", "aliases", "state", "created"),
                "Tenants: all for support and admin, those with a permission for developers.")
            .filter(Options.text("--alias", "ALIAS", "only with exactly this alias"))
            .filter(Options.choice("--state", "only in this state", STATES))
            .as(Role.SUPPORT_FIRST),
        Verbs.show(Places.TENANT, "Shows a tenant, and what is left of one that is being deleted.")
            .as(Role.SUPPORT_FIRST),
        Verb.named("create", "Creates a tenant (support).")
            .at("/tenants")
            .mayTake("alias", null, "name of the new tenant")
            .option(Options.dryRun())
            .as(List.of(Role.SUPPORT))
            .does(call -> create(call, aliased(call), "tenant_id")),
        Verbs.patientDelete(
                Places.TENANT, GONE, "Deletes a tenant and all that is in it, step by step.")
            .as(Role.SUPPORT_FIRST));
  }

  static List<Verb> project() {
    return List.of(
        Verbs.list(
                Places.TENANT + "/projects",
                View.of("id", "aliases", "state", "created"),
                "Projects of a tenant.")
            .filter(Options.choice("--state", "only in this state", STATES))
            .as(Role.SUPPORT_FIRST),
        Verbs.show(Places.PROJECT, "Shows a project, and what is left of one being deleted.")
            .as(Role.SUPPORT_FIRST),
        Verb.named("create", "Creates a project with its first stage.")
            .at(Places.TENANT + "/projects")
            .mayTake("alias", null, "name of the new project")
            .mayTake("stage", "default", "name of its first stage (default: default)")
            .option(Options.dryRun())
            .as(Role.SUPPORT_FIRST)
            .does(
                call ->
                    create(
                        call, aliased(call).put("stage_alias", call.text("stage")), "project_id")),
        Verbs.patientDelete(
                Places.PROJECT, GONE, "Deletes a project and all that is in it, step by step.")
            .as(Role.SUPPORT_FIRST));
  }

  static List<Verb> stage() {
    return List.of(
        Verbs.list(
                Places.PROJECT + "/stages",
                View.of("id", "aliases", "state", "created"),
                "Stages of a project.")
            .filter(Options.choice("--state", "only in this state", STATES))
            .as(Role.SUPPORT_FIRST),
        Verbs.show(Places.STAGE, "Shows a stage, and what is left of one being deleted.")
            .as(Role.SUPPORT_FIRST),
        Verb.named("create", "Creates a stage.")
            .at(Places.PROJECT + "/stages")
            .mayTake("alias", null, "name of the new stage")
            .option(Options.dryRun())
            .as(Role.SUPPORT_FIRST)
            .does(call -> create(call, aliased(call), "stage_id")),
        Verbs.patientDelete(
                Places.STAGE, GONE, "Deletes a stage and all that runs on it, step by step.")
            .as(Role.SUPPORT_FIRST));
  }

  private static ObjectNode aliased(Call call) {
    return Api.JSON.createObjectNode().put("alias", call.text("alias"));
  }

  /** What was made, with its id under its full name too. */
  private static void create(Call call, ObjectNode body, String id) {
    ObjectNode made = call.session().post(call.path(), body);
    call.output().one(made.put(id, made.path("id").asText()), id);
  }
}
