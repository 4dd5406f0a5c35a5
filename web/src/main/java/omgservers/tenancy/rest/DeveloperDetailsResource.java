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
import java.util.List;
import omgservers.deployment.Rollouts;
import omgservers.registry.Catalog;
import omgservers.shared.rest.Callers;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Overviews;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.rest.DetailViews.AliasQualifier;
import omgservers.tenancy.rest.DetailViews.AliasView;

/** What developers look at. */
@Path("developer/request")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class DeveloperDetailsResource {
  private final Overviews overviews;
  private final Catalog catalog;
  private final Rollouts rollouts;
  private final Directory directory;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public DeveloperDetailsResource(
      Overviews overviews,
      Catalog catalog,
      Rollouts rollouts,
      Directory directory,
      Callers callers) {
    this.overviews = overviews;
    this.catalog = catalog;
    this.rollouts = rollouts;
    this.directory = directory;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public DeveloperDetailsResource() {
    this(null, null, null, null, null);
  }

  /** What was asked for. */
  public record Answer<T>(T details) {}

  /** A tenant. */
  public record TenantDetails(
      DetailViews.TenantView tenant,
      List<DetailViews.TenantPermission> permissions,
      List<DetailViews.ProjectView> projects) {}

  /** A project. */
  public record ProjectDetails(
      DetailViews.ProjectView project,
      List<DetailViews.ProjectPermission> permissions,
      List<DetailViews.StageView> stages,
      List<DetailViews.VersionProjection> versions) {}

  /** The stage that is meant, by ids or names. */
  public record StageName(
      @NotBlank @Size(max = 64) String tenant,
      @NotBlank @Size(max = 64) String project,
      @NotBlank @Size(max = 64) String stage) {}

  /** A stage. */
  public record StageDetails(
      DetailViews.StageView stage,
      List<DetailViews.StagePermission> permissions,
      List<DetailViews.DeploymentView> deployments) {}

  /** The version that is meant. */
  public record VersionName(@NotBlank @Size(max = 64) String tenant, @NotNull Long versionId) {}

  /** A version. */
  public record VersionDetails(
      DetailViews.VersionView version, List<DetailViews.ImageView> images) {}

  /** A deployment. */
  public record DeploymentDetails(
      DetailViews.DeploymentView deployment,
      List<DetailViews.LobbyResource> lobbyResources,
      List<DetailViews.MatchmakerResource> matchmakerResources) {}

  private Caller caller() {
    return callers.require(Role.DEVELOPER);
  }

  /** A tenant with its projects. */
  @POST
  @Path("get-tenant-details")
  public Answer<TenantDetails> tenant(@NotNull @Valid SupportResource.TenantName wish) {
    Caller caller = caller();
    long id = directory.tenant(wish.tenant());
    Overviews.TenantOverview tenant = overviews.tenant(caller, id);
    List<AliasView> aliases = AliasView.of(AliasQualifier.TENANT, directory.names(id));
    return new Answer<>(
        new TenantDetails(
            new DetailViews.TenantView(id, tenant.created(), aliases),
            tenant.permissions().stream()
                .map(it -> DetailViews.TenantPermission.of(id, it))
                .toList(),
            tenant.projects().stream().map(it -> DetailViews.ProjectView.of(id, it)).toList()));
  }

  /** A project with its stages and versions. */
  @POST
  @Path("get-project-details")
  public Answer<ProjectDetails> project(@NotNull @Valid SupportResource.ProjectName wish) {
    Caller caller = caller();
    Overviews.ProjectOverview project =
        overviews.project(caller, directory.tenant(wish.tenant()), wish.project());
    return new Answer<>(
        new ProjectDetails(
            DetailViews.ProjectView.of(project.place().tenantId(), project.project()),
            project.permissions().stream()
                .map(it -> DetailViews.ProjectPermission.of(project.place(), it))
                .toList(),
            project.stages().stream()
                .map(it -> DetailViews.StageView.of(project.place(), it))
                .toList(),
            catalog.mentions(caller, project.place()).stream()
                .map(it -> DetailViews.VersionProjection.of(project.place(), it))
                .toList()));
  }

  /** A stage with its deployments. */
  @POST
  @Path("get-stage-details")
  public Answer<StageDetails> stage(@NotNull @Valid StageName wish) {
    Caller caller = caller();
    Overviews.StageOverview stage =
        overviews.stage(caller, directory.tenant(wish.tenant), wish.project, wish.stage);
    return new Answer<>(
        new StageDetails(
            DetailViews.StageView.of(stage.place(), stage.stage()),
            stage.permissions().stream()
                .map(it -> DetailViews.StagePermission.of(stage.place(), it))
                .toList(),
            rollouts.history(caller, stage.place()).stream()
                .map(DetailViews.DeploymentView::of)
                .toList()));
  }

  /** A version with its images. */
  @POST
  @Path("get-version-details")
  public Answer<VersionDetails> version(@NotNull @Valid VersionName wish) {
    Caller caller = caller();
    Catalog.VersionFact version =
        catalog.version(caller, directory.tenant(wish.tenant), wish.versionId);
    return new Answer<>(
        new VersionDetails(
            DetailViews.VersionView.of(version),
            version.images().stream().map(it -> DetailViews.ImageView.of(version, it)).toList()));
  }

  /** A deployment with its lobbies and its matchmaker. */
  @POST
  @Path("get-deployment-details")
  public Answer<DeploymentDetails> deployment(@NotNull @Valid DeveloperResource.DeploymentId wish) {
    Rollouts.Rollout rollout = rollouts.rollout(caller(), wish.deploymentId());
    return new Answer<>(
        new DeploymentDetails(
            DetailViews.DeploymentView.of(rollout.deployment()),
            rollout.lobbies().stream().map(DetailViews.LobbyResource::of).toList(),
            List.of(DetailViews.MatchmakerResource.of(rollout.deployment()))));
  }
}
