package omgservers.registry.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import omgservers.registry.Images;
import omgservers.registry.model.PushedImage;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.ProjectPath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** What was pushed to the repository of a project. */
@Path(ProjectPath.PROJECT + "/images")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ImagesResource {
  private final Images images;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public ImagesResource(Images images, Entrance entrance) {
    this.images = images;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public ImagesResource() {
    this(null, null);
  }

  /** An image in the registry, and what became of it; its size is in bytes. */
  public record PushedImageView(
      Long id,
      String repository,
      String digest,
      List<String> tags,
      PushedImage.State state,
      @Schema(nullable = true) String explanation,
      @Schema(nullable = true) Long versionId,
      Long size,
      JsonValue labels,
      @Schema(nullable = true) Long pushedBy,
      Instant pushedAt) {
    static PushedImageView of(Images.PushedFact image) {
      return new PushedImageView(
          image.id(),
          image.repository(),
          image.digest(),
          image.tags(),
          image.state(),
          image.explanation(),
          image.versionId(),
          image.size(),
          image.labels(),
          image.pushedBy(),
          image.pushedAt());
    }
  }

  /** The images of the project. */
  @GET
  public Paging.Page<PushedImageView> list(
      @BeanParam ProjectPath path,
      @BeanParam Paging paging,
      @QueryParam("state") PushedImage.State state) {
    return paging.page(
        images.list(entrance.caller(), entrance.find(path), state, paging.slice()),
        Images.PushedFact::id,
        PushedImageView::of);
  }

  /** One image. */
  @GET
  @Path("{digest}")
  public PushedImageView get(@BeanParam ProjectPath path, @PathParam("digest") String digest) {
    return PushedImageView.of(images.get(entrance.caller(), entrance.find(path), digest));
  }

  /** The image goes, unless it is a version. */
  @DELETE
  @Path("{digest}")
  @APIResponseSchema(value = PushedImageView.class, responseCode = "202")
  public Response delete(@BeanParam ProjectPath path, @PathParam("digest") String digest) {
    return Answers.accepted(
        PushedImageView.of(images.remove(entrance.caller(), entrance.find(path), digest)));
  }
}
