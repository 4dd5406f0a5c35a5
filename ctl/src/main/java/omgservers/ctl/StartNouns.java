package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Commands that do in one step what a beginner needs. */
final class StartNouns {
  private static final List<Role> SUPPORT = List.of(Role.SUPPORT);

  private StartNouns() {}

  static List<Verb> init() {
    return List.of(
        Verb.named(
                "",
                "Creates tenant, project, stage and a developer with all rights on them (support).",
                "The developer's password is generated and shown only here.")
            .takes("tenant", "alias of the new tenant")
            .takes("project", "alias of the new project")
            .mayTake("stage", "default", "alias of its stage (default: default)")
            .option(
                Options.text("--developer", "ALIAS", "the new developer's alias").required(true))
            .option(Secrets.file())
            .option(Options.dryRun())
            .as(SUPPORT)
            .does(StartNouns::provision));
  }

  /** Names come last: what failed half-way is unnamed, and the same command can be given again. */
  private static void provision(Call call) {
    Secrets.prepare(call);
    Support support = new Support(call.session());
    String developer = call.text("--developer");
    String tenantId = support.createTenant();
    ObjectNode made = support.createProject(tenantId);
    String projectId = made.path("project_id").asText();
    String stageId = made.path("stage_id").asText();
    ObjectNode account = support.createDeveloper();
    String user = account.path("user_id").asText();
    support.permitOnTenant(tenantId, user);
    support.permitOnProject(tenantId, projectId, user);
    support.permitOnStage(tenantId, projectId, stageId, user);
    support.nameProject(tenantId, projectId, call.text("project"));
    support.nameStage(tenantId, stageId, call.text("stage"));
    support.nameTenant(tenantId, call.text("tenant"));
    support.nameDeveloper(user, developer);
    ObjectNode result =
        Api.JSON
            .createObjectNode()
            .put("tenant_id", tenantId)
            .put("project_id", projectId)
            .put("stage_id", stageId)
            .put("developer_id", user)
            .put("developer", developer)
            .put("password", account.path("password").asText());
    Secrets.print(call, result, "password", "tenant_id");
  }

  static List<Verb> developer() {
    return List.of(
        Verb.named(
                "create",
                "Creates a developer; the generated password is shown only here (support).")
            .takes("developer", "alias of the new developer")
            .option(Secrets.file())
            .option(Options.dryRun())
            .as(SUPPORT)
            .does(
                call -> {
                  Secrets.prepare(call);
                  Support support = new Support(call.session());
                  ObjectNode account = support.createDeveloper();
                  support.nameDeveloper(account.path("user_id").asText(), call.text("developer"));
                  Secrets.print(call, account, "password", "user_id");
                }),
        Verb.named(
                "permit", "Gives a developer all rights on a tenant, project or stage (support).")
            .takes("developer", "id or alias of the developer")
            .mayTakePlace()
            .option(Options.dryRun())
            .as(SUPPORT)
            .does(StartNouns::permit));
  }

  private static void permit(Call call) {
    Support support = new Support(call.session());
    String developer = call.text("developer");
    String tenant = call.text("tenant");
    String project = call.text("project");
    String stage = call.text("stage");
    if (tenant == null) {
      throw new Trouble(Trouble.USAGE, "Missing required parameter: TENANT");
    }
    if (project == null) {
      support.permitOnTenant(tenant, developer);
    } else if (stage == null) {
      support.permitOnProject(tenant, project, developer);
    } else {
      support.permitOnStage(tenant, project, stage, developer);
    }
    call.output()
        .one(
            Api.JSON.createObjectNode().put("developer", developer).put("permitted", true),
            "developer");
  }
}
