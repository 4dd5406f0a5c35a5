package omgservers.matchmaking.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import omgservers.deployment.Rollouts;
import omgservers.matchmaking.Queues;
import omgservers.matchmaking.Queues.QueueFact;
import omgservers.matchmaking.Queues.TicketFact;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who waits for a match of a deployment, by mode. */
@Path(StagePath.STAGE + "/deployments/{deployment}/queues")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {
  private final Queues queues;
  private final Rollouts rollouts;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public QueuesResource(Queues queues, Rollouts rollouts, Entrance entrance) {
    this.queues = queues;
    this.rollouts = rollouts;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public QueuesResource() {
    this(null, null, null);
  }

  /** The queue of a mode. */
  public record QueueView(
      String mode,
      int waiting,
      @Schema(nullable = true) Instant oldest,
      int openMatches,
      int seatsFree) {
    static QueueView of(QueueFact queue) {
      return new QueueView(
          queue.mode(),
          (int) queue.waiting(),
          queue.oldest(),
          (int) queue.openMatches(),
          (int) Math.min(queue.seatsFree(), Integer.MAX_VALUE));
    }
  }

  /** A wish that waits; the region is the nearest of those it tells of. */
  public record TicketView(
      Long id,
      Long clientId,
      Long userId,
      Instant created,
      @Schema(nullable = true) String region) {
    static TicketView of(TicketFact ticket) {
      return new TicketView(
          ticket.id(), ticket.clientId(), ticket.userId(), ticket.created(), ticket.region());
    }
  }

  /** The queues of the deployment, one for each mode of its version. */
  @GET
  public Paging.Page<QueueView> list(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @BeanParam Paging paging) {
    Admission stage = entrance.toSee(path);
    Rollouts.Play play = rollouts.play(stage, deployment);
    return paging.page(
        paging.slice().of(queues.list(stage, play.matchmakerId(), play.modes()), QueueFact::place),
        QueueFact::place,
        QueueView::of);
  }

  /** Who waits for the mode. */
  @GET
  @Path("{mode}/tickets")
  public Paging.Page<TicketView> tickets(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode,
      @BeanParam Paging paging) {
    Admission stage = entrance.toSee(path);
    long matchmaker = matchmaker(stage, deployment, mode);
    return paging.page(
        queues.tickets(stage, matchmaker, mode, paging.slice()), TicketFact::id, TicketView::of);
  }

  private long matchmaker(Admission stage, long deployment, String mode) {
    Rollouts.Play play = rollouts.play(stage, deployment);
    if (play.modes().stream().noneMatch(known -> known.name().equals(mode))) {
      throw Refusal.notFound("The deployment has no mode '" + mode + "'.");
    }
    return play.matchmakerId();
  }

  /** Cancels a wish; the game server that asked is told. */
  @DELETE
  @Path("{mode}/tickets/{ticket}")
  public void cancel(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode,
      @PathParam("ticket") long ticket) {
    Admission stage = entrance.toManage(path, Scope.DEPLOYMENTS);
    queues.cancel(stage, matchmaker(stage, deployment, mode), mode, ticket);
  }
}
