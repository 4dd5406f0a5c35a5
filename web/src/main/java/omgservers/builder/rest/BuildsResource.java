package omgservers.builder.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import omgservers.builder.Builds;
import omgservers.builder.SourceUploads;
import omgservers.builder.model.BuildState;
import omgservers.registry.VersionConfig;
import omgservers.registry.model.ImageQualifier;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.shared.rest.Streamed;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.ProjectPath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Images that are built from source, and become versions. */
@Path(ProjectPath.PROJECT + "/builds")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class BuildsResource {
  private static final String GZIP = "application/gzip";
  private static final int ARGUMENTS_MAX = 64;
  private static final int TEXT_MAX = 1_024;
  private static final int VALUE_MAX = 4_096;
  private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,63}";
  private static final String NAME_FAULT = "must be 1 to 64 letters, digits and underscores";

  private final Builds builds;
  private final SourceUploads uploads;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public BuildsResource(Builds builds, SourceUploads uploads, Entrance entrance) {
    this.builds = builds;
    this.uploads = uploads;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public BuildsResource() {
    this(null, null, null);
  }

  /** A place in a Git repository; without a ref it is what the repository shows first. */
  public record GitPlace(
      @NotBlank @Size(max = TEXT_MAX) String url,
      @Schema(nullable = true)
          @Pattern(
              regexp = "[A-Za-z0-9._][A-Za-z0-9._/+-]{0,199}",
              message = "must be the name of a branch or a tag, or a commit")
          String ref) {}

  /**
   * A build that is wanted. Without a place in Git its archive is to be uploaded. Secrets are build
   * arguments, too, but nobody is shown their values. The configuration is that of the version.
   */
  public record NewBuild(
      @Valid GitPlace git,
      @Pattern(
              regexp = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}",
              message = "must be 1 to 128 letters, digits, underscores, dots and dashes")
          String tag,
      @Pattern(
              regexp = "[^/\\\\p{Cntrl}][^\\\\p{Cntrl}]{0,255}",
              message = "must be a path in the source")
          String dockerfile,
      @Pattern(
              regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}",
              message = "must be the name or the number of a stage")
          String target,
      @Size(max = ARGUMENTS_MAX)
          Map<
                  @Pattern(regexp = NAME, message = NAME_FAULT) String,
                  @NotNull @Size(max = VALUE_MAX) String>
              arguments,
      @Size(max = ARGUMENTS_MAX)
          Map<
                  @Pattern(regexp = NAME, message = NAME_FAULT) String,
                  @NotNull @Size(min = 8, max = VALUE_MAX) String>
              secrets,
      @Valid VersionConfig config,
      ImageQualifier qualifier,
      Boolean noCache) {
    Builds.NewBuild wish() {
      return new Builds.NewBuild(
          git == null ? null : new Builds.GitPlace(git.url, git.ref),
          tag,
          dockerfile,
          target,
          arguments == null ? Map.of() : arguments,
          secrets == null ? Map.of() : secrets,
          config,
          qualifier,
          noCache != null && noCache);
    }
  }

  /** The builds of the project. */
  @GET
  public Paging.Page<BuildView> list(
      @BeanParam ProjectPath path,
      @BeanParam Paging paging,
      @QueryParam("state") BuildState state) {
    Tenancy.Place project = entrance.find(path);
    return paging.page(
        builds.list(entrance.caller(), project, state, paging.slice()),
        Builds.BuildFact::id,
        BuildView::of);
  }

  /** A new build; without a place in Git it awaits its archive. */
  @POST
  @APIResponseSchema(value = BuildView.class, responseCode = "201")
  public Response create(@BeanParam ProjectPath path, @NotNull @Valid NewBuild wish) {
    Tenancy.Place project = entrance.find(path);
    Builds.BuildFact made = builds.create(entrance.caller(), project, wish.wish());
    return Answers.created(Entrance.below(project, "builds/" + made.id()), BuildView.of(made));
  }

  /** One build. */
  @GET
  @Path("{build}")
  public BuildView get(@BeanParam ProjectPath path, @PathParam("build") long build) {
    return BuildView.of(builds.get(entrance.caller(), entrance.find(path), build));
  }

  /**
   * The archive of a build that awaits one, a tar.gz with the Dockerfile in it. Paths and links
   * that lead out of it are refused, as is what is larger than the installation takes.
   */
  @PUT
  @Path("{build}/source")
  @Consumes({GZIP, "application/x-gzip", MediaType.APPLICATION_OCTET_STREAM})
  @Streamed(GZIP)
  public BuildView upload(
      @BeanParam ProjectPath path, @PathParam("build") long build, @NotNull InputStream archive) {
    return BuildView.of(uploads.take(entrance.caller(), entrance.find(path), build, archive));
  }

  /** The build is not wanted any more; one that is over stays as it is. */
  @DELETE
  @Path("{build}")
  @APIResponseSchema(value = BuildView.class, responseCode = "202")
  public Response cancel(@BeanParam ProjectPath path, @PathParam("build") long build) {
    return Answers.accepted(
        BuildView.of(builds.cancel(entrance.caller(), entrance.find(path), build)));
  }

  /** The build is done once more: one that ended without a version, while its source is kept. */
  @POST
  @Path("{build}/runs")
  @APIResponseSchema(value = BuildView.class, responseCode = "202")
  public Response repeat(@BeanParam ProjectPath path, @PathParam("build") long build) {
    return Answers.accepted(
        BuildView.of(builds.repeat(entrance.caller(), entrance.find(path), build)));
  }
}
