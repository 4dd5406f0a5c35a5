package omgservers.matchmaking.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import omgservers.shared.console.Asked;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;

/** Why a ticket waits. */
@Named
@RequestScoped
public class TicketPage {
  private final TicketFigures tickets;
  private final QueuePage queue;
  private final Asked asked;
  private TicketFigures.Figures figures;

  /** A page of these figures, beside the queue that the ticket is in. */
  @Inject
  public TicketPage(TicketFigures tickets, QueuePage queue, Asked asked) {
    this.tickets = tickets;
    this.queue = queue;
    this.asked = asked;
  }

  protected TicketPage() {
    this(null, null, null);
  }

  @PostConstruct
  void load() {
    figures = tickets.of(queue.spot(), getId());
  }

  /** The ticket. */
  public long getId() {
    Long id = asked.number("ticket");
    if (id == null) {
      throw Refusal.notFound("The address lacks the parameter ticket.");
    }
    return id;
  }

  /** Whether it waits no more. */
  public boolean isGone() {
    return figures.why() == null;
  }

  /** Why it waits. */
  public TicketFigures.Figures getWhy() {
    return figures;
  }

  /** Why it waits, as the page's script reads it. */
  public String getFigures() {
    return Json.write(figures);
  }

  /** The address of its queue. */
  public String getQueueAddress() {
    return "/console/queue" + asked.with("ticket", null).replaceFirst("^[^?]*", "");
  }
}
