package omgservers.registry.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.deployment.Rollouts;
import omgservers.registry.Catalog;
import omgservers.registry.VersionConfig;
import omgservers.registry.Versioning;
import omgservers.registry.model.ImageQualifier;
import omgservers.removal.Removals;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.ProjectPath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Versions of a project and their images. */
@Path(ProjectPath.PROJECT + "/versions")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class VersionsResource {
  private static final int IMAGES_MAX = 3;

  private final Catalog catalog;
  private final Versioning versioning;
  private final Rollouts rollouts;
  private final Entrance entrance;
  private final Removals removals;

  /** Doors to these use cases. */
  @Inject
  public VersionsResource(
      Catalog catalog,
      Versioning versioning,
      Rollouts rollouts,
      Entrance entrance,
      Removals removals) {
    this.catalog = catalog;
    this.versioning = versioning;
    this.rollouts = rollouts;
    this.entrance = entrance;
    this.removals = removals;
  }

  /** For servers that look for one without parameters. */
  public VersionsResource() {
    this(null, null, null, null, null);
  }

  /** An image for a version. */
  public record NewImage(
      @NotNull ImageQualifier qualifier, @NotBlank @Size(max = 1024) String image) {
    Versioning.NewImage wish() {
      return new Versioning.NewImage(qualifier, image);
    }
  }

  /** A version that is wanted, with its images if they are known. */
  public record NewVersion(
      @NotNull @Valid VersionConfig config,
      @Size(max = IMAGES_MAX) List<@NotNull @Valid NewImage> images) {
    Versioning.NewVersion wish(List<String> tenants) {
      List<NewImage> given = images == null ? List.of() : images;
      return new Versioning.NewVersion(
          config, given.stream().map(NewImage::wish).toList(), tenants);
    }
  }

  /** An image of a version, and the content that it is pinned to if it was pushed. */
  public record ImageView(
      Long id,
      ImageQualifier qualifier,
      String image,
      @Schema(nullable = true) String digest,
      Instant created) {
    static ImageView of(Catalog.ImageFact image) {
      return new ImageView(
          image.id(), image.qualifier(), image.image(), image.digest(), image.created());
    }
  }

  /** A version without its configuration, as lists show it. */
  public record VersionItem(
      Long id,
      Long tenantId,
      Long projectId,
      Life state,
      Instant created,
      List<ImageView> images,
      List<Long> deployedOn) {
    static VersionItem of(Catalog.VersionFact version, List<Long> stages) {
      return new VersionItem(
          version.id(),
          version.tenantId(),
          version.projectId(),
          version.state(),
          version.created(),
          version.images().stream().map(ImageView::of).toList(),
          stages);
    }
  }

  /** A version. */
  public record VersionView(
      Long id,
      Long tenantId,
      Long projectId,
      Life state,
      Instant created,
      JsonValue config,
      List<ImageView> images,
      List<Long> deployedOn) {
    static VersionView of(VersionItem item, JsonValue config) {
      return new VersionView(
          item.id,
          item.tenantId,
          item.projectId,
          item.state,
          item.created,
          config,
          item.images,
          item.deployedOn);
    }
  }

  /** The versions of the project. */
  @GET
  public Paging.Page<VersionItem> list(
      @BeanParam ProjectPath path, @BeanParam Paging paging, @QueryParam("state") Life state) {
    Tenancy.Place project = entrance.find(path);
    Caller caller = entrance.caller();
    List<Catalog.VersionFact> found = catalog.versions(caller, project, state, paging.slice());
    Map<Long, List<Long>> stages =
        rollouts.stages(caller, project, found.stream().map(Catalog.VersionFact::id).toList());
    return paging.page(
        found,
        Catalog.VersionFact::id,
        version -> VersionItem.of(version, stages.getOrDefault(version.id(), List.of())));
  }

  /** A new version. */
  @POST
  @APIResponseSchema(value = VersionView.class, responseCode = "201")
  public Response create(@BeanParam ProjectPath path, @NotNull @Valid NewVersion wish) {
    Tenancy.Place project = entrance.find(path);
    List<String> tenants = entrance.callings(project.tenantId());
    long id = versioning.createVersion(entrance.caller(), project, wish.wish(tenants));
    Catalog.VersionFact made = catalog.changed(project, id);
    return Answers.created(
        Entrance.below(project, "versions/" + id),
        VersionView.of(VersionItem.of(made, List.of()), made.config()));
  }

  private VersionView view(Tenancy.Place project, long id) {
    Caller caller = entrance.caller();
    Catalog.VersionFact version = catalog.version(caller, project, id);
    List<Long> stages = rollouts.stages(caller, project, List.of(id)).getOrDefault(id, List.of());
    return VersionView.of(VersionItem.of(version, stages), version.config());
  }

  /** One version. */
  @GET
  @Path("{version}")
  public VersionView get(@BeanParam ProjectPath path, @PathParam("version") long version) {
    return view(entrance.find(path), version);
  }

  /** The version goes with its images, unless it is deployed. */
  @DELETE
  @Path("{version}")
  @APIResponseSchema(value = VersionItem.class, responseCode = "202")
  public Response delete(@BeanParam ProjectPath path, @PathParam("version") long version) {
    Tenancy.Place project = entrance.find(path);
    return Answers.accepted(
        VersionItem.of(removals.version(entrance.caller(), project, version).fact(), List.of()));
  }

  /** An image for the version. */
  @POST
  @Path("{version}/images")
  @APIResponseSchema(value = ImageView.class, responseCode = "201")
  public Response addImage(
      @BeanParam ProjectPath path,
      @PathParam("version") long version,
      @NotNull @Valid NewImage image) {
    Tenancy.Place project = entrance.find(path);
    versioning.addImage(
        entrance.caller(), project, version, image.wish(), entrance.callings(project.tenantId()));
    return Answers.created(
        Entrance.below(project, "versions/" + version + "/images/" + image.qualifier),
        image(catalog.changed(project, version), image.qualifier));
  }

  private static ImageView image(Catalog.VersionFact version, ImageQualifier qualifier) {
    return version.images().stream()
        .filter(image -> image.qualifier() == qualifier)
        .map(ImageView::of)
        .findFirst()
        .orElseThrow(
            () -> Refusal.notFound("The version has no image of the type " + qualifier + "."));
  }

  /** The image of the type. */
  @GET
  @Path("{version}/images/{qualifier}")
  public ImageView getImage(
      @BeanParam ProjectPath path,
      @PathParam("version") long version,
      @PathParam("qualifier") ImageQualifier qualifier) {
    return image(catalog.version(entrance.caller(), entrance.find(path), version), qualifier);
  }

  /** The version has no image of the type any more. */
  @DELETE
  @Path("{version}/images/{qualifier}")
  public void removeImage(
      @BeanParam ProjectPath path,
      @PathParam("version") long version,
      @PathParam("qualifier") ImageQualifier qualifier) {
    versioning.removeImage(entrance.caller(), entrance.find(path), version, qualifier);
  }
}
