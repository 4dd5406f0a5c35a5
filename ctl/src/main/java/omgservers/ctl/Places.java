package omgservers.ctl;

import java.util.List;

/** The paths of tenants, projects and stages, and the rights that there are on each. */
final class Places {
  static final String TENANT = "/tenants/{tenant}";
  static final String PROJECT = TENANT + "/projects/{project}";
  static final String STAGE = PROJECT + "/stages/{stage}";
  static final String DEPLOYMENT = STAGE + "/deployments/{deployment}";

  static final List<String> TENANT_RIGHTS = List.of("PROJECT_MANAGER", "TENANT_VIEWER");
  static final List<String> PROJECT_RIGHTS =
      List.of("STAGE_MANAGER", "VERSION_MANAGER", "PROJECT_VIEWER");
  static final List<String> STAGE_RIGHTS = List.of("DEPLOYMENT_MANAGER", "STAGE_VIEWER");

  private Places() {}

  /** The path of the tenant, project or stage that was named, whichever is the narrowest. */
  static String of(Call call) {
    if (call.text("tenant") == null) {
      throw new Trouble(Trouble.USAGE, "A TENANT is needed, or TENANT PROJECT, or all three.");
    }
    return call.path(
        call.text("project") == null ? TENANT : call.text("stage") == null ? PROJECT : STAGE);
  }

  /** All rights that there are on the place that was named. */
  static List<String> rights(Call call) {
    if (call.text("project") == null) {
      return TENANT_RIGHTS;
    }
    return call.text("stage") == null ? PROJECT_RIGHTS : STAGE_RIGHTS;
  }
}
