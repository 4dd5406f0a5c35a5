package omgservers.matchmaking.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import omgservers.deployment.Rollouts;
import omgservers.matchmaking.Matches;
import omgservers.matchmaking.Matches.MatchFact;
import omgservers.matchmaking.model.Match;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The matches of a deployment. */
@Path(StagePath.STAGE + "/deployments/{deployment}/matches")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MatchesResource {
  private final Matches matches;
  private final Rollouts rollouts;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public MatchesResource(Matches matches, Rollouts rollouts, Entrance entrance) {
    this.matches = matches;
    this.rollouts = rollouts;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public MatchesResource() {
    this(null, null, null);
  }

  /** A match, as lists show it; it has a region if a rule says where it is played. */
  public record MatchItem(
      Long id,
      Long runtimeId,
      String mode,
      Match.State state,
      int players,
      Instant created,
      @Schema(nullable = true) String region) {
    static MatchItem of(MatchFact match) {
      return new MatchItem(
          match.id(),
          match.runtimeId(),
          match.mode(),
          match.state(),
          (int) match.players(),
          match.created(),
          match.region());
    }
  }

  /** A place in a match. */
  public record SeatView(Long clientId, Long userId, @Schema(nullable = true) String groupName) {
    static SeatView of(Matches.SeatFact seat) {
      return new SeatView(seat.clientId(), seat.userId(), seat.groupName());
    }
  }

  /** A match with its places. */
  public record MatchView(
      Long id,
      Long runtimeId,
      String mode,
      Match.State state,
      int players,
      Instant created,
      @Schema(nullable = true) String region,
      List<SeatView> seats) {
    static MatchView of(Matches.SeatedMatch seated) {
      MatchItem match = MatchItem.of(seated.match());
      return new MatchView(
          match.id,
          match.runtimeId,
          match.mode,
          match.state,
          match.players,
          match.created,
          match.region,
          seated.seats().stream().map(SeatView::of).toList());
    }
  }

  /** The matches of the deployment. */
  @GET
  public Paging.Page<MatchItem> list(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @BeanParam Paging paging,
      @QueryParam("mode") String mode,
      @QueryParam("state") Match.State state) {
    Admission stage = entrance.toSee(path);
    Matches.Wish wish = new Matches.Wish(mode, state);
    return paging.page(
        matches.list(stage, matchmaker(stage, deployment), wish, paging.slice()),
        MatchFact::id,
        MatchItem::of);
  }

  private long matchmaker(Admission stage, long deployment) {
    return rollouts.get(stage, deployment).matchmakerId();
  }

  /** One match. */
  @GET
  @Path("{match}")
  public MatchView get(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("match") long match) {
    Admission stage = entrance.toSee(path);
    return MatchView.of(matches.get(stage, matchmaker(stage, deployment), match));
  }

  /** Ends the match; its clients go back to a lobby. */
  @DELETE
  @Path("{match}")
  @APIResponseSchema(value = MatchView.class, responseCode = "202")
  public Response end(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("match") long match) {
    Admission stage = entrance.toManage(path, Scope.DEPLOYMENTS);
    return Answers.accepted(MatchView.of(matches.end(stage, matchmaker(stage, deployment), match)));
  }
}
