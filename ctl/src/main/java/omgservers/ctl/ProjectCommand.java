package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Projects. */
@Command(name = "project", description = "Projects (support).")
final class ProjectCommand extends Omgctl.Part {
  @Command(name = "create", description = "Creates a project with its first stage.")
  void create(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "PROJECT") String alias,
      @Parameters(paramLabel = "STAGE", defaultValue = "default") String stage) {
    Support support = Support.of(omgctl());
    ObjectNode made = support.createProject(tenant);
    support.nameProject(tenant, made.path("project_id").asText(), alias);
    support.nameStage(tenant, made.path("stage_id").asText(), stage);
    omgctl().print(made);
  }
}
