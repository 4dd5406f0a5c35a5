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
            .takes("alias", "name of the new tenant")
            .option(Options.dryRun())
            .as(List.of(Role.SUPPORT))
            .does(
                call -> {
                  Support support = new Support(call.session());
                  String id = support.createTenant();
                  support.nameTenant(id, call.text("alias"));
                  call.output().one(Api.JSON.createObjectNode().put("tenant_id", id), "tenant_id");
                }),
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
        Verb.named("create", "Creates a project with its first stage (support).")
            .takes("tenant", "id or alias of the tenant")
            .takes("alias", "name of the new project")
            .mayTake("stage", "default", "name of its first stage (default: default)")
            .option(Options.dryRun())
            .as(List.of(Role.SUPPORT))
            .does(
                call -> {
                  Support support = new Support(call.session());
                  String tenant = call.text("tenant");
                  ObjectNode made = support.createProject(tenant);
                  support.nameProject(tenant, made.path("project_id").asText(), call.text("alias"));
                  support.nameStage(tenant, made.path("stage_id").asText(), call.text("stage"));
                  call.output().one(made, "project_id");
                }),
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
        Verb.named("create", "Creates a stage (support).")
            .takes("tenant", "id or alias of the tenant")
            .takes("project", "id or alias of the project")
            .takes("alias", "name of the new stage")
            .option(Options.dryRun())
            .as(List.of(Role.SUPPORT))
            .does(
                call -> {
                  Support support = new Support(call.session());
                  String tenant = call.text("tenant");
                  String id = support.createStage(tenant, call.text("project"));
                  support.nameStage(tenant, id, call.text("alias"));
                  call.output().one(Api.JSON.createObjectNode().put("stage_id", id), "stage_id");
                }),
        Verbs.patientDelete(
                Places.STAGE, GONE, "Deletes a stage and all that runs on it, step by step.")
            .as(Role.SUPPORT_FIRST));
  }
}
