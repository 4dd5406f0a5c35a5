package omgservers.deployment.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import omgservers.deployment.DeploymentConfig;
import omgservers.deployment.FollowedTags;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The tag that a stage follows: each version under it is deployed there as it comes. */
@Path(StagePath.STAGE + "/following")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class FollowingResource {
  private final FollowedTags followed;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public FollowingResource(FollowedTags followed, Entrance entrance) {
    this.followed = followed;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public FollowingResource() {
    this(null, null);
  }

  /** A tag to follow, and how its versions are deployed; without it as usual. */
  public record NewFollowing(
      @NotNull @Pattern(regexp = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}") String tag,
      @Valid DeploymentConfig config) {}

  /** The tag that a stage follows, the version it deployed last, and why not a newer one. */
  public record FollowingView(
      String tag,
      @Schema(nullable = true) JsonValue config,
      Long setBy,
      Instant since,
      @Schema(nullable = true) Long versionId,
      @Schema(nullable = true) Instant followedAt,
      @Schema(nullable = true) String explanation) {
    static FollowingView of(FollowedTags.FollowingFact following) {
      return new FollowingView(
          following.tag(),
          following.config(),
          following.setBy(),
          following.since(),
          following.versionId(),
          following.followedAt(),
          following.explanation());
    }
  }

  /** What the stage follows. */
  @GET
  public FollowingView get(@BeanParam StagePath path) {
    return FollowingView.of(followed.get(entrance.toSee(path)));
  }

  /** The stage follows the tag from now on, beginning with what it stands for now. */
  @PUT
  public FollowingView follow(@BeanParam StagePath path, @NotNull @Valid NewFollowing wish) {
    return FollowingView.of(
        followed.follow(entrance.toManage(path, Scope.DEPLOYMENTS), wish.tag, wish.config));
  }

  /** The stage follows nothing any more; what is deployed there stays. */
  @DELETE
  public void stop(@BeanParam StagePath path) {
    followed.stop(entrance.toManage(path, Scope.DEPLOYMENTS));
  }
}
