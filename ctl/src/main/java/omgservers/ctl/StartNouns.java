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
    Session support = call.session();
    String tenantId = support.post(call.path("/tenants"), nothing()).path("id").asText();
    String tenant = call.path("/tenants/" + tenantId);
    ObjectNode names =
        nothing().put("alias", call.text("project")).put("stage_alias", call.text("stage"));
    ObjectNode made = support.post(tenant + "/projects", names);
    String projectId = made.path("id").asText();
    String stageId = made.path("stage_id").asText();
    String project = tenant + "/projects/" + projectId;
    ObjectNode account = createDeveloper(call, nothing());
    String user = account.path("id").asText();
    permit(call, tenant, user, Places.TENANT_RIGHTS);
    permit(call, project, user, Places.PROJECT_RIGHTS);
    permit(call, project + "/stages/" + stageId, user, Places.STAGE_RIGHTS);
    String developer = call.text("--developer");
    name(call, tenant, call.text("tenant"));
    name(call, call.path("/accounts/" + user), developer);
    ObjectNode result =
        nothing()
            .put("tenant_id", tenantId)
            .put("project_id", projectId)
            .put("stage_id", stageId)
            .put("developer_id", user)
            .put("developer", developer)
            .put("password", account.path("password").asText());
    Secrets.print(call, result, "password", "tenant_id");
  }

  private static ObjectNode nothing() {
    return Api.JSON.createObjectNode();
  }

  private static ObjectNode createDeveloper(Call call, ObjectNode wish) {
    return call.session().post(call.path("/accounts"), wish.put("role", "DEVELOPER"));
  }

  private static void name(Call call, String path, String alias) {
    call.session().write("PUT", path + "/aliases/" + Call.encode(alias), null, null);
  }

  private static void permit(Call call, String place, String account, List<String> rights) {
    ObjectNode body = nothing();
    rights.forEach(body.putArray("rights")::add);
    call.session().write("PUT", place + "/permissions/" + Call.encode(account), body, null);
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
                  ObjectNode wish = nothing().put("alias", call.text("developer"));
                  ObjectNode account = createDeveloper(call, wish);
                  account.put("user_id", account.path("id").asText());
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
    String developer = call.text("developer");
    permit(call, Places.of(call), developer, Places.rights(call));
    call.output().one(nothing().put("developer", developer).put("permitted", true), "developer");
  }
}
