package omgservers.matchmaking.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import omgservers.matchmaking.Explaining;
import omgservers.matchmaking.Explaining.TicketFact;
import omgservers.matchmaking.round.Explanation;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.console.Words;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Caller;
import omgservers.tenancy.console.StagesAsked;

/** Why a ticket waits, in words, as it changes. */
@ApplicationScoped
public class TicketFigures implements LiveTopic {
  private final Explaining explaining;
  private final ModesAsked modes;
  private final StagesAsked stages;
  private final Words words;
  private final Time time;

  /** Explanations of these tickets. */
  @Inject
  public TicketFigures(
      Explaining explaining, ModesAsked modes, StagesAsked stages, Words words, Time time) {
    this.explaining = explaining;
    this.modes = modes;
    this.stages = stages;
    this.words = words;
    this.time = time;
  }

  protected TicketFigures() {
    this(null, null, null, null, null);
  }

  /** What a rule says of the others who wait. */
  public record Row(String rule, String limit, int rejected, String widens) {}

  /**
   * Why the ticket waits.
   *
   * @param key differs when the page has to be made anew: when the ticket has gone
   */
  public record Figures(
      String key,
      String why,
      String waited,
      String position,
      String accepted,
      String needed,
      String openMatches,
      String estimate,
      String ends,
      List<Row> rows) {}

  @Override
  public String name() {
    return "ticket";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    Supplier<Admission> stage = stages.admission(caller, asked);
    long deployment = stages.id(asked, "deployment");
    long ticket = stages.id(asked, "ticket");
    String mode = asked.get("mode");
    modes.find(stage.get(), deployment, mode);
    return new Seen(
        "ticket %d %d %s%s".formatted(ticket, deployment, mode, StagesAsked.sight(caller)),
        () -> Json.write(of(modes.find(stage.get(), deployment, mode), ticket)));
  }

  /** The explanation; of a ticket that does not wait any more only that. */
  Figures of(ModesAsked.Spot spot, long ticket) {
    TicketFact fact;
    try {
      fact = explaining.ticket(spot.stage(), spot.matchmaker(), spot.mode(), ticket);
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.NOT_FOUND) {
        throw refusal;
      }
      return new Figures("gone", null, null, null, null, null, null, null, null, List.of());
    }
    Explanation why = fact.explanation();
    return new Figures(
        "waits",
        why(fact),
        words.span(Math.max(0, Duration.between(fact.since(), time.now()).toMillis())),
        words.of("ticket.place", why.position(), why.waiting()),
        words.of("ticket.accepts", why.accepted(), why.acceptedPlayers()),
        words.of("ticket.needs", fact.needed(), fact.capacity()),
        Integer.toString(fact.openMatches()),
        fact.estimate() == null
            ? words.of("ticket.unknown")
            : words.of("ticket.estimated", words.span(fact.estimate()), fact.basis()),
        why.endsAt() == null ? words.of("ticket.never") : until(why.endsAt()),
        why.rules().stream().map(this::row).toList());
  }

  private String until(Instant moment) {
    return words.of(
        "ticket.in", words.span(Math.max(0, Duration.between(time.now(), moment).toMillis())));
  }

  /** The one thing that holds it up. */
  private String why(TicketFact fact) {
    Explanation explanation = fact.explanation();
    int lacks = fact.needed() - fact.clients().size() - explanation.acceptedPlayers();
    if (lacks > 0) {
      int others = explanation.waiting() - 1;
      return others == 0
          ? words.of("ticket.why.alone", lacks)
          : words.of("ticket.why.rejected", lacks, others, others - explanation.accepted());
    }
    if (explanation.heldUntil() != null) {
      return words.of("ticket.why.held", until(explanation.heldUntil()));
    }
    return fact.mayOpenAt() == null
        ? words.of("ticket.why.opens")
        : words.of("ticket.why.failed", until(fact.mayOpenAt()));
  }

  private Row row(Explanation.RuleFact fact) {
    int space = fact.rule().indexOf(' ');
    String kind = space < 0 ? fact.rule() : fact.rule().substring(0, space);
    String attribute = space < 0 ? "" : fact.rule().substring(space + 1);
    String widens =
        fact.widensAt() == null
            ? words.of("ticket.widens.never")
            : words.of("ticket.widens", until(fact.widensAt()), limit(kind, fact.widensTo()));
    return new Row(
        words.of("rule." + kind, attribute), limit(kind, fact.limit()), fact.rejected(), widens);
  }

  private String limit(String kind, Double limit) {
    if (limit == null) {
      return words.of("rule.no-limit");
    }
    return switch (kind) {
      case "EQUAL" -> words.of("rule.same");
      case "LATENCY" -> words.figure(limit) + " ms";
      case "REMATCH" -> words.span(limit);
      default -> words.figure(limit);
    };
  }
}
