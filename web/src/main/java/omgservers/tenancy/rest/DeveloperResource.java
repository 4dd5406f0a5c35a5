package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omgservers.deployment.Deploying;
import omgservers.deployment.DeploymentConfig;
import omgservers.registry.VersionConfig;
import omgservers.registry.Versioning;
import omgservers.registry.model.ImageQualifier;
import omgservers.shared.rest.Callers;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Role;

/** What developers call about versions, images and deployments. */
@Path("developer/request")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DeveloperResource {
  private final Versioning versioning;
  private final Deploying deploying;
  private final Tenancy tenancy;
  private final Callers callers;
  private final Directory directory;

  /** Doors to these use cases. */
  @Inject
  public DeveloperResource(
      Versioning versioning,
      Deploying deploying,
      Tenancy tenancy,
      Callers callers,
      Directory directory) {
    this.versioning = versioning;
    this.deploying = deploying;
    this.tenancy = tenancy;
    this.callers = callers;
    this.directory = directory;
  }

  /** For servers that look for one without parameters. */
  public DeveloperResource() {
    this(null, null, null, null, null);
  }

  /** A new version of a project. */
  public record NewVersion(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotNull @Valid VersionConfig config) {}

  /** A version. */
  public record VersionId(Long versionId) {}

  /** An image for a version. */
  public record NewImage(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String version,
      @NotNull ImageQualifier qualifier,
      @NotBlank @Size(max = 1024) String image) {}

  /** A version to be put on a stage. */
  public record NewDeployment(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String stage,
      @NotNull Long versionId,
      @Valid DeploymentConfig config) {}

  /** A deployment. */
  public record DeploymentId(@NotNull Long deploymentId) {}

  private Caller caller() {
    return callers.require(Role.DEVELOPER);
  }

  /** A new version. */
  @POST
  @Path("create-version")
  public VersionId createVersion(@NotNull @Valid NewVersion version) {
    Caller caller = caller();
    long tenant = directory.tenant(version.tenant);
    return new VersionId(versioning.createVersion(caller, tenant, version.project, version.config));
  }

  /** Binds an image to a version. */
  @POST
  @Path("create-image")
  public Created createImage(@NotNull @Valid NewImage image) {
    Caller caller = caller();
    long tenant = directory.tenant(image.tenant);
    return new Created(
        versioning.createImage(
            caller,
            tenant,
            new Versioning.Binding(
                image.tenant, image.project, image.version, image.qualifier, image.image)));
  }

  /** Puts a version on a stage. */
  @POST
  @Path("create-deployment")
  public DeploymentId createDeployment(@NotNull @Valid NewDeployment deployment) {
    Caller caller = caller();
    long tenant = directory.tenant(deployment.tenant);
    Tenancy.Place place = tenancy.visible(caller, tenant, deployment.project, deployment.stage);
    return new DeploymentId(
        deploying.create(caller, place, deployment.versionId, deployment.config));
  }

  /** Ends a deployment. */
  @POST
  @Path("delete-deployment")
  public Deleted deleteDeployment(@NotNull @Valid DeploymentId deployment) {
    return new Deleted(deploying.delete(caller(), deployment.deploymentId));
  }
}
