package omgservers.tenancy.rest;

import jakarta.ws.rs.PathParam;

/** The project in a path, with its tenant, each by id or name. */
public class ProjectPath {
  /** Where everything of a project lies. */
  public static final String PROJECT = "tenants/{tenant}/projects/{project}";

  @PathParam("tenant")
  private String tenant;

  @PathParam("project")
  private String project;

  String tenant() {
    return tenant;
  }

  String project() {
    return project;
  }
}
