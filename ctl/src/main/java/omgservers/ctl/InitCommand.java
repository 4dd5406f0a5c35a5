package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes all that a developer needs to begin: tenant, project, stage and the developer's account.
 */
@Command(
    name = "init",
    description = {
      "Creates tenant, project, stage and a developer with all rights on them (support).",
      "The developer's password is generated and shown only here."
    })
final class InitCommand extends Omgctl.Part implements Runnable {
  @Parameters(index = "0", paramLabel = "TENANT")
  private String tenant;

  @Parameters(index = "1", paramLabel = "PROJECT")
  private String project;

  @Parameters(index = "2", paramLabel = "STAGE", defaultValue = "default")
  private String stage;

  @Option(names = "--developer", required = true, description = "the new developer's alias")
  private String developer;

  /** Names come last: what failed half-way is unnamed, and the same command can be given again. */
  @Override
  public void run() {
    Support support = Support.of(omgctl());
    String tenantId = support.createTenant();
    ObjectNode made = support.createProject(tenantId);
    String projectId = made.path("project_id").asText();
    String stageId = made.path("stage_id").asText();
    ObjectNode account = support.createDeveloper();
    String user = account.path("user_id").asText();
    support.permitOnTenant(tenantId, user);
    support.permitOnProject(tenantId, projectId, user);
    support.permitOnStage(tenantId, projectId, stageId, user);
    support.nameProject(tenantId, projectId, project);
    support.nameStage(tenantId, stageId, stage);
    support.nameTenant(tenantId, tenant);
    support.nameDeveloper(user, developer);
    omgctl()
        .print(
            Api.JSON
                .createObjectNode()
                .put("tenant_id", tenantId)
                .put("project_id", projectId)
                .put("stage_id", stageId)
                .put("developer_id", user)
                .put("developer", developer)
                .put("password", account.path("password").asText()));
  }
}
