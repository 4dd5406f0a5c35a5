package omgservers.matchmaking.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import omgservers.deployment.Rollouts;
import omgservers.matchmaking.Explaining;
import omgservers.matchmaking.Simulating;
import omgservers.matchmaking.round.Explanation;
import omgservers.matchmaking.round.Simulation;
import omgservers.registry.VersionConfig;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Why tickets wait, how modes do, and what other rules would do. */
@Path(StagePath.STAGE + "/deployments/{deployment}/queues")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class MatchmakingResource {
  private static final int PER_MINUTE_MAX = 10_000;
  private static final int MINUTES_MAX = 1_440;
  private static final double MEAN = 1_500;
  private static final double DEVIATION = 300;

  private final Explaining explaining;
  private final Simulating simulating;
  private final Rollouts rollouts;
  private final Entrance entrance;

  /** Doors to these use cases. */
  @Inject
  public MatchmakingResource(
      Explaining explaining, Simulating simulating, Rollouts rollouts, Entrance entrance) {
    this.explaining = explaining;
    this.simulating = simulating;
    this.rollouts = rollouts;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public MatchmakingResource() {
    this(null, null, null, null);
  }

  /** What a rule says of the others who wait. */
  public record RuleView(
      String rule,
      @Schema(nullable = true) Double limit,
      int rejected,
      @Schema(nullable = true) Instant widensAt,
      @Schema(nullable = true) Double widensTo) {
    static RuleView of(Explanation.RuleFact fact) {
      return new RuleView(
          fact.rule(), fact.limit(), fact.rejected(), fact.widensAt(), fact.widensTo());
    }
  }

  /** Why a ticket waits. Estimates are in milliseconds, from as many tickets as the basis says. */
  public record WaitingTicket(
      Long id,
      List<Long> clients,
      Instant since,
      int position,
      int waiting,
      int accepted,
      int acceptedPlayers,
      int neededPlayers,
      int fullPlayers,
      int openMatches,
      List<RuleView> rules,
      @Schema(nullable = true) Instant heldUntil,
      @Schema(nullable = true) Instant endsAt,
      @Schema(nullable = true) Instant mayOpenAt,
      @Schema(nullable = true) Integer estimateMs,
      int estimateBasis) {
    static WaitingTicket of(Explaining.TicketFact fact) {
      Explanation why = fact.explanation();
      return new WaitingTicket(
          fact.id(),
          fact.clients(),
          fact.since(),
          why.position(),
          why.waiting(),
          why.accepted(),
          why.acceptedPlayers(),
          fact.needed(),
          fact.capacity(),
          fact.openMatches(),
          why.rules().stream().map(RuleView::of).toList(),
          why.heldUntil(),
          why.endsAt(),
          fact.mayOpenAt(),
          milliseconds(fact.estimate()),
          fact.basis());
    }
  }

  private static Integer milliseconds(Long time) {
    return time == null ? null : (int) Math.min(Integer.MAX_VALUE, time);
  }

  /** Why the ticket waits. */
  @GET
  @Path("{mode}/tickets/{ticket}")
  public WaitingTicket explain(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode,
      @PathParam("ticket") long ticket) {
    Spot spot = find(entrance.toSee(path), deployment, mode);
    return WaitingTicket.of(explaining.ticket(spot.stage, spot.matchmaker, spot.mode, ticket));
  }

  private record Spot(Admission stage, long matchmaker, VersionConfig.Mode mode) {}

  private Spot find(Admission stage, long deployment, String name) {
    Rollouts.Play play = rollouts.play(stage, deployment);
    return play.modes().stream()
        .filter(mode -> mode.name().equals(name))
        .findFirst()
        .map(mode -> new Spot(stage, play.matchmakerId(), mode))
        .orElseThrow(() -> Refusal.notFound("The deployment has no mode '" + name + "'."));
  }

  /** How a mode does: waits of the latest tickets that were matched, in milliseconds. */
  public record ModeStatus(
      String mode,
      int waiting,
      @Schema(nullable = true) Instant oldest,
      int seen,
      @Schema(nullable = true) Integer p50,
      @Schema(nullable = true) Integer p95,
      @Schema(nullable = true) Integer p99,
      @Schema(nullable = true) Double fill,
      @Schema(nullable = true) Double spread,
      int matched,
      int expired) {
    static ModeStatus of(Explaining.ModeFact fact) {
      return new ModeStatus(
          fact.mode(),
          fact.waiting(),
          fact.oldest(),
          fact.seen(),
          milliseconds(fact.p50()),
          milliseconds(fact.p95()),
          milliseconds(fact.p99()),
          fact.fill(),
          fact.spread(),
          milliseconds(fact.matched()),
          milliseconds(fact.expired()));
    }
  }

  /** How the mode does. */
  @GET
  @Path("{mode}")
  public ModeStatus status(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode) {
    Spot spot = find(entrance.toSee(path), deployment, mode);
    return ModeStatus.of(explaining.mode(spot.stage, spot.matchmaker, spot.mode));
  }

  /** A recording of the tickets of a mode, without names. */
  public record RecordingView(Instant started, int tickets, boolean running) {
    static RecordingView of(Explaining.RecordingFact fact) {
      return new RecordingView(fact.started(), fact.tickets(), fact.running());
    }
  }

  /** The recording of the mode. */
  @GET
  @Path("{mode}/recording")
  public RecordingView recording(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode) {
    Spot spot = find(entrance.toSee(path), deployment, mode);
    return RecordingView.of(explaining.recording(spot.stage, spot.matchmaker, mode));
  }

  /** Tickets of the mode are recorded from now on, in place of what was recorded before. */
  @PUT
  @Path("{mode}/recording")
  public RecordingView startRecording(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode) {
    Spot spot = find(entrance.toManage(path, Scope.DEPLOYMENTS), deployment, mode);
    return RecordingView.of(explaining.record(spot.stage, spot.matchmaker, mode));
  }

  /** The recording of the mode is thrown away. */
  @DELETE
  @Path("{mode}/recording")
  public void eraseRecording(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode) {
    Spot spot = find(entrance.toManage(path, Scope.DEPLOYMENTS), deployment, mode);
    explaining.erase(spot.stage, spot.matchmaker, mode);
  }

  /** Tickets that are made up; without mean and deviation numbers are around 1500. */
  public record SyntheticTickets(
      @NotNull @Positive @Max(PER_MINUTE_MAX) Integer perMinute,
      @NotNull @Positive @Max(MINUTES_MAX) Integer minutes,
      @Schema(nullable = true) Integer seed,
      @Schema(nullable = true) Double mean,
      @PositiveOrZero @Schema(nullable = true) Double deviation) {
    Simulating.Synthetic wish() {
      return new Simulating.Synthetic(
          perMinute,
          minutes,
          seed == null ? 0 : seed,
          mean == null ? MEAN : mean,
          deviation == null ? DEVIATION : deviation);
    }
  }

  /**
   * What to try: a mode in place of the present one, on what was recorded if nothing is made up.
   */
  public record SimulationWish(@Valid VersionConfig.Mode mode, @Valid SyntheticTickets synthetic) {}

  /** How many waited for up to this time, in milliseconds, and longer than the column before. */
  public record WaitColumn(@Schema(nullable = true) Integer upToMs, int tickets) {}

  /** What became of the tickets. */
  public record SimulationView(
      int tickets,
      int matched,
      int expired,
      int starved,
      int matches,
      @Schema(nullable = true) Integer p50,
      @Schema(nullable = true) Integer p95,
      @Schema(nullable = true) Integer p99,
      @Schema(nullable = true) Integer longestMs,
      @Schema(nullable = true) Double fill,
      @Schema(nullable = true) Double spread,
      List<WaitColumn> waits) {
    static SimulationView of(Simulation.Result result) {
      return new SimulationView(
          result.tickets(),
          result.matched(),
          result.expired(),
          result.starved(),
          result.matches(),
          milliseconds(result.p50()),
          milliseconds(result.p95()),
          milliseconds(result.p99()),
          milliseconds(result.longest()),
          result.fill(),
          result.spread(),
          result.waits().stream()
              .map(each -> new WaitColumn(milliseconds(each.upTo()), each.tickets()))
              .toList());
    }
  }

  /** The present rules and those that were tried. */
  public record Comparison(SimulationView before, SimulationView after) {}

  /** Tries rules on tickets, and says what would become of them. */
  @POST
  @Path("{mode}/simulation")
  public Comparison simulate(
      @BeanParam StagePath path,
      @PathParam("deployment") long deployment,
      @PathParam("mode") String mode,
      @NotNull @Valid SimulationWish wish) {
    Spot spot = find(entrance.toSee(path), deployment, mode);
    VersionConfig.Mode changed = wish.mode == null ? spot.mode : wish.mode;
    List<Simulation.Arrival> arrivals =
        wish.synthetic == null
            ? explaining.recorded(spot.stage, spot.matchmaker, mode)
            : simulating.arrivals(changed, wish.synthetic.wish());
    Simulation.Result after = simulating.play(changed, arrivals);
    Simulation.Result before =
        changed.equals(spot.mode) ? after : simulating.play(spot.mode, arrivals);
    return new Comparison(SimulationView.of(before), SimulationView.of(after));
  }
}
