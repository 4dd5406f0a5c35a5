package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What the support may do, call by call; entities are told by alias or id. */
record Support(Session login) {

  String createTenant() {
    return login.call("create-tenant", object()).path("id").asText();
  }

  void nameTenant(String tenant, String alias) {
    login.call("create-tenant-alias", object().put("tenant_id", tenant).put("alias", alias));
  }

  /** The new project and its first stage: <code>project_id</code>, <code>stage_id</code>. */
  ObjectNode createProject(String tenant) {
    return login.call("create-project", object().put("tenant", tenant));
  }

  void nameProject(String tenant, String project, String alias) {
    login.call(
        "create-project-alias",
        object().put("tenant", tenant).put("project_id", project).put("alias", alias));
  }

  String createStage(String tenant, String project) {
    return login
        .call("create-stage", object().put("tenant", tenant).put("project", project))
        .path("stage_id")
        .asText();
  }

  void nameStage(String tenant, String stage, String alias) {
    login.call(
        "create-stage-alias",
        object().put("tenant", tenant).put("stage_id", stage).put("alias", alias));
  }

  /** The new developer: <code>user_id</code>, <code>password</code>. */
  ObjectNode createDeveloper() {
    return login.call("create-developer", object());
  }

  void nameDeveloper(String user, String alias) {
    login.call(
        "create-developer-alias", object().put("developer_user_id", user).put("alias", alias));
  }

  void permitOnTenant(String tenant, String user) {
    permit(
        "create-tenant-permissions",
        object().put("tenant", tenant).put("user", user),
        List.of("PROJECT_MANAGER", "TENANT_VIEWER"));
  }

  void permitOnProject(String tenant, String project, String user) {
    permit(
        "create-project-permissions",
        object().put("tenant", tenant).put("project", project).put("user", user),
        List.of("STAGE_MANAGER", "VERSION_MANAGER", "PROJECT_VIEWER"));
  }

  void permitOnStage(String tenant, String project, String stage, String user) {
    permit(
        "create-stage-permissions",
        object()
            .put("tenant", tenant)
            .put("project", project)
            .put("stage", stage)
            .put("user", user),
        List.of("DEPLOYMENT_MANAGER", "STAGE_VIEWER"));
  }

  private void permit(String operation, ObjectNode body, List<String> rights) {
    ArrayNode array = body.putArray("permissions_to_create");
    rights.forEach(array::add);
    login.call(operation, body);
  }

  private static ObjectNode object() {
    return Api.JSON.createObjectNode();
  }
}
