package omgservers.tenancy.rest;

import jakarta.ws.rs.PathParam;

/** The stage in a path, with its project and tenant, each by id or name. */
public class StagePath {
  /** Where everything of a stage lies. */
  public static final String STAGE = "tenants/{tenant}/projects/{project}/stages/{stage}";

  @PathParam("tenant")
  private String tenant;

  @PathParam("project")
  private String project;

  @PathParam("stage")
  private String stage;

  String tenant() {
    return tenant;
  }

  String project() {
    return project;
  }

  String stage() {
    return stage;
  }
}
