package omgservers.player.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonValue;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import omgservers.player.PlayerSignOut;
import omgservers.player.Profiles;
import omgservers.player.Profiles.PlayerFact;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.shared.rest.Preconditions;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The players of a stage, by their users. */
@Path(StagePath.STAGE + "/players")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PlayersResource {
  private final Profiles profiles;
  private final PlayerSignOut signOut;
  private final Export export;
  private final Shards shards;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public PlayersResource(
      Profiles profiles, PlayerSignOut signOut, Export export, Shards shards, Entrance entrance) {
    this.profiles = profiles;
    this.signOut = signOut;
    this.export = export;
    this.shards = shards;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public PlayersResource() {
    this(null, null, null, null, null);
  }

  /** A player, as lists show it. */
  public record PlayerItem(
      Long id, Long userId, Long stageId, Life state, Instant created, int version) {
    static PlayerItem of(PlayerFact player) {
      return new PlayerItem(
          player.id(),
          player.userId(),
          player.stageId(),
          player.state(),
          player.created(),
          player.version());
    }
  }

  /** A player with the profile. */
  public record PlayerView(
      Long id,
      Long userId,
      Long stageId,
      Life state,
      Instant created,
      int version,
      JsonValue profile) {
    static PlayerView of(PlayerFact player) {
      return new PlayerView(
          player.id(),
          player.userId(),
          player.stageId(),
          player.state(),
          player.created(),
          player.version(),
          player.profile());
    }

    Response tagged() {
      return Response.ok(this).tag(Preconditions.tag(version)).build();
    }
  }

  /** The players of the stage. */
  @GET
  public Paging.Page<PlayerItem> list(
      @BeanParam StagePath path, @QueryParam("user") Long user, @BeanParam Paging paging) {
    Admission stage = entrance.toSee(path);
    return paging.page(find(stage, user, paging), PlayerFact::id, PlayerItem::of);
  }

  private List<PlayerFact> find(Admission stage, Long user, Paging paging) {
    Slice slice = paging.slice();
    return user == null
        ? slice.across(
            shards.count(),
            PlayerFact::id,
            (shard, part) -> profiles.list(stage, shard, null, part))
        : profiles.list(stage, shards.shardOf(user), user, slice);
  }

  /** One player. */
  @GET
  @Path("{user}")
  @APIResponseSchema(value = PlayerView.class, responseCode = "200")
  public Response get(@BeanParam StagePath path, @PathParam("user") long user) {
    return PlayerView.of(profiles.get(entrance.toSee(path), user)).tagged();
  }

  /** Replaces the profile by the body, whatever JSON that is. */
  @PUT
  @Path("{user}/profile")
  @APIResponseSchema(value = PlayerView.class, responseCode = "200")
  public Response edit(
      @BeanParam StagePath path,
      @PathParam("user") long user,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Schema(implementation = JsonValue.class) String body) {
    Admission stage = entrance.toManage(path, Scope.PLAYERS);
    int version = Preconditions.version(ifMatch);
    return PlayerView.of(profiles.edit(stage, user, version, profile(body))).tagged();
  }

  private static JsonValue profile(String body) {
    try {
      return Json.value(body);
    } catch (JsonException e) {
      throw new Refusal(
          Refusal.Kind.INVALID, Qualifier.WRONG_REQUEST, "The body is no JSON: a profile is.");
    }
  }

  /** Everything that is kept about the player on the stage. */
  @GET
  @Path("{user}/export")
  public Export.Document export(@BeanParam StagePath path, @PathParam("user") long user) {
    return export.of(entrance.toInspect(path), user);
  }

  /** Erases the player, clients first; the account too when it has no other player. */
  @DELETE
  @Path("{user}")
  @APIResponseSchema(value = PlayerItem.class, responseCode = "202")
  public Response erase(@BeanParam StagePath path, @PathParam("user") long user) {
    Admission stage = entrance.toManage(path, Scope.PLAYERS);
    return Answers.accepted(PlayerItem.of(profiles.erase(stage, user)));
  }

  /** Signs the player out everywhere. */
  @DELETE
  @Path("{user}/tokens")
  public void signOut(@BeanParam StagePath path, @PathParam("user") long user) {
    signOut.signOut(entrance.toManage(path, Scope.PLAYERS), user);
  }
}
