package omgservers.ctl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Developers. */
@Command(name = "developer", description = "Developers and their rights (support).")
final class DeveloperCommand extends Omgctl.Part {
  @Command(
      name = "create",
      description = "Creates a developer; the generated password is shown only here.")
  void create(@Parameters(paramLabel = "DEVELOPER") String alias) {
    Support support = Support.of(omgctl());
    ObjectNode account = support.createDeveloper();
    support.nameDeveloper(account.path("user_id").asText(), alias);
    omgctl().print(account);
  }

  @Command(
      name = "permit",
      description = "Gives a developer all rights on a tenant, a project or a stage.")
  void permit(
      @Parameters(paramLabel = "DEVELOPER") String developer,
      @Parameters(paramLabel = "TENANT") String tenant,
      @Parameters(paramLabel = "PROJECT", arity = "0..1") String project,
      @Parameters(paramLabel = "STAGE", arity = "0..1") String stage) {
    Support support = Support.of(omgctl());
    ObjectNode result = Api.JSON.createObjectNode().put("developer", developer);
    if (project == null) {
      support.permitOnTenant(tenant, developer);
    } else if (stage == null) {
      support.permitOnProject(tenant, project, developer);
    } else {
      support.permitOnStage(tenant, project, stage, developer);
    }
    omgctl().print(result.put("permitted", true));
  }
}
