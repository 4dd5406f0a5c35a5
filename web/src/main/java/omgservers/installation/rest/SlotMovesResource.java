package omgservers.installation.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import omgservers.installation.SlotMoves;
import omgservers.shared.moves.Moves;
import omgservers.shared.moves.Moves.Move;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.sharding.Slots;
import omgservers.tenancy.Caller;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Slots that go from one shard to another while the installation works. */
@Path("slot-moves")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class SlotMovesResource {
  private static final int SLOT_MAX = Slots.COUNT - 1;

  private final SlotMoves moves;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public SlotMovesResource(SlotMoves moves, Callers callers) {
    this.moves = moves;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public SlotMovesResource() {
    this(null, null);
  }

  /**
   * A move that is wanted. <code>MOVE</code> takes the slots that it names, or so many of the shard
   * <code>from</code>, to the shard <code>to</code>; <code>DRAIN</code> takes all slots from the
   * shard <code>from</code>; <code>REBALANCE</code> says no more.
   */
  public record NewSlotMove(
      @NotNull Moves.Kind kind,
      @PositiveOrZero Integer from,
      @PositiveOrZero Integer to,
      @Min(1) @Max(Slots.COUNT) Integer count,
      @Size(min = 1, max = Slots.COUNT) List<@NotNull @Min(0) @Max(SLOT_MAX) Integer> slots) {
    private Move ask(SlotMoves moves, Caller caller) {
      return switch (kind) {
        case MOVE -> {
          required("to", to);
          if (slots != null) {
            absent("count", count);
            absent("from", from);
            yield moves.move(caller, slots, to);
          }
          required("from", from);
          required("count", count);
          yield moves.move(caller, from, count, to);
        }
        case DRAIN -> {
          required("from", from);
          absent("to", to);
          absent("count", count);
          absent("slots", slots);
          yield moves.drain(caller, from);
        }
        case REBALANCE -> {
          absent("from", from);
          absent("to", to);
          absent("count", count);
          absent("slots", slots);
          yield moves.rebalance(caller);
        }
      };
    }

    private static void required(String field, Object value) {
      if (value == null) {
        throw Refusal.field(field, "is needed for this kind of move");
      }
    }

    private static void absent(String field, Object value) {
      if (value != null) {
        throw Refusal.field(field, "does not belong to this move");
      }
    }
  }

  /**
   * A move, and how far it is: of so many slots so many have moved, with so many rows, and the
   * longest time that one of them was closed. Why it does not go on is told while it waits to try
   * again.
   */
  public record SlotMoveView(
      Long id,
      Moves.Kind kind,
      Moves.State state,
      int slots,
      int moved,
      int rows,
      @Schema(nullable = true) Integer longestPauseMillis,
      int attempts,
      @Schema(nullable = true) String reason,
      Long createdBy,
      Instant created,
      @Schema(nullable = true) Instant ended) {
    static SlotMoveView of(Move move) {
      return new SlotMoveView(
          move.id(),
          move.kind(),
          move.state(),
          move.progress().slots(),
          move.progress().moved(),
          (int) Math.min(move.progress().rows(), Integer.MAX_VALUE),
          move.progress().longestPauseMillis(),
          move.trouble().attempts(),
          move.trouble().reason(),
          move.createdBy(),
          move.created(),
          move.ended());
    }
  }

  /** Moves, also those that have ended. */
  @GET
  public Paging.Page<SlotMoveView> list(@BeanParam Paging paging) {
    return paging.page(moves.list(callers.staff(), paging.slice()), Move::id, SlotMoveView::of);
  }

  /**
   * Begins to move slots. Who asks for rows of a slot while it is switched waits for that; nobody
   * else notices. What is on its way already goes nowhere else.
   */
  @POST
  @APIResponseSchema(value = SlotMoveView.class, responseCode = "201")
  public Response create(@NotNull @Valid NewSlotMove wish) {
    Move made = wish.ask(moves, callers.staff());
    return Answers.created("slot-moves/" + made.id(), SlotMoveView.of(made));
  }

  /** How far a move is. */
  @GET
  @Path("{move}")
  public SlotMoveView get(@PathParam("move") long move) {
    return SlotMoveView.of(moves.get(callers.staff(), move));
  }

  /** Ends a move as soon as that can be; slots that have moved stay where they are. */
  @DELETE
  @Path("{move}")
  public void cancel(@PathParam("move") long move) {
    moves.cancel(callers.staff(), move);
  }
}
