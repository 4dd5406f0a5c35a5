package omgservers.matchmaking.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import omgservers.matchmaking.Explaining;
import omgservers.matchmaking.Explaining.RecordingFact;
import omgservers.matchmaking.Queues;
import omgservers.matchmaking.Queues.TicketFact;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.console.Words;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.console.Where;
import omgservers.tenancy.model.Scope;

/** The queue of a mode: how it does, who waits, and its recording. */
@Named
@RequestScoped
public class QueuePage {
  private final Queues queues;
  private final Explaining explaining;
  private final ModesAsked modes;
  private final Asked asked;
  private final Visitor visitor;
  private final Words words;
  private final Where where;
  private ModesAsked.Spot spot;
  private Asked.Listed<TicketFact> tickets;
  private Explaining.ModeFact status;

  /** A page by these use cases. */
  @Inject
  public QueuePage(
      Queues queues,
      Explaining explaining,
      ModesAsked modes,
      Asked asked,
      Visitor visitor,
      Words words,
      Where where) {
    this.queues = queues;
    this.explaining = explaining;
    this.modes = modes;
    this.asked = asked;
    this.visitor = visitor;
    this.words = words;
    this.where = where;
  }

  protected QueuePage() {
    this(null, null, null, null, null, null, null);
  }

  @PostConstruct
  void load() {
    spot = find(where.toSee());
    status = explaining.mode(spot.stage(), spot.matchmaker(), spot.mode());
    tickets =
        asked.listed(
            queues.tickets(spot.stage(), spot.matchmaker(), getMode(), asked.slice()),
            TicketFact::id);
  }

  private ModesAsked.Spot find(Admission stage) {
    Long deployment = asked.number("deployment");
    if (deployment == null) {
      throw Refusal.notFound("The address lacks the parameter deployment.");
    }
    return modes.find(stage, deployment, asked.need("mode"));
  }

  /** The mode with who may see it, for the other parts of the page. */
  ModesAsked.Spot spot() {
    return spot;
  }

  /** The mode. */
  public String getMode() {
    return spot.mode().name();
  }

  /** How the mode does. */
  public Explaining.ModeFact getStatus() {
    return status;
  }

  /** How full matches were when they began. */
  public String getFill() {
    return status.fill() == null ? words.span(null) : words.figure(100 * status.fill()) + " %";
  }

  /** Who waits. */
  public Asked.Listed<TicketFact> getTickets() {
    return tickets;
  }

  /** The address of the page that says why the ticket waits. */
  public String why(long ticket) {
    return "/console/ticket"
        + asked.with("after", null).replaceFirst("^[^?]*", "")
        + "&ticket="
        + ticket;
  }

  /** What is recorded of the mode; null for nothing. */
  public RecordingFact getRecording() {
    try {
      return explaining.recording(spot.stage(), spot.matchmaker(), getMode());
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.NOT_FOUND) {
        return null;
      }
      throw refusal;
    }
  }

  /** Records tickets from now on, in place of what was recorded before. */
  public void startRecording() {
    explaining.record(where.toManage(Scope.DEPLOYMENTS), spot.matchmaker(), getMode());
    visitor.done("queue.recording.begun");
  }

  /** Throws the recording away. */
  public void eraseRecording() {
    explaining.erase(where.toManage(Scope.DEPLOYMENTS), spot.matchmaker(), getMode());
    visitor.done("queue.recording.erased");
  }

  /** Ends a client's wait; its game server is told. */
  public void cancel() {
    queues.cancel(
        where.toManage(Scope.DEPLOYMENTS), spot.matchmaker(), getMode(), asked.subjectId());
    visitor.done("queue.cancelled", asked.getSubject());
  }
}
