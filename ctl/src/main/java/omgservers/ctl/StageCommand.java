package omgservers.ctl;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stages. */
@Command(name = "stage", description = "Stages (support).")
final class StageCommand extends Omgctl.Part {
  @Command(name = "create", description = "Creates a stage.")
  void create(
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "PROJECT") String project,
      @Parameters(paramLabel = "STAGE") String alias) {
    Support support = Support.of(omgctl());
    String id = support.createStage(tenant, project);
    support.nameStage(tenant, id, alias);
    omgctl().print(Api.JSON.createObjectNode().put("stage_id", id));
  }
}
