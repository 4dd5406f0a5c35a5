package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import omgservers.matchmaking.Ledger.Page;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Ticket;
import omgservers.registry.ModeRule;
import omgservers.registry.VersionConfig;
import omgservers.runtime.RuntimeMail;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.work.DueRows;

/**
 * One transaction on a matchmaker: a round of each mode to which something happened or whose time
 * has come, then as many ready matches as wanted.
 */
@ApplicationScoped
@Transactional
class MatchmakerStep {
  private final Ledger ledger;
  private final MatchmakerStaff staff;
  private final Deciding deciding;
  private final DueRows dueRows;
  private final Outbox outbox;
  private final Waits waits;

  @Inject
  MatchmakerStep(
      Ledger ledger,
      MatchmakerStaff staff,
      Deciding deciding,
      DueRows dueRows,
      Outbox outbox,
      Waits waits) {
    this.ledger = ledger;
    this.staff = staff;
    this.deciding = deciding;
    this.dueRows = dueRows;
    this.outbox = outbox;
    this.waits = waits;
  }

  protected MatchmakerStep() {
    this(null, null, null, null, null, null);
  }

  void look(int shard, long id) {
    if (!dueRows.take(MatchmakerReconciliation.TABLE, shard, id, staff.now())) {
      return;
    }
    ledger.together(() -> work(ledger.open(id).orElseThrow()));
  }

  private void work(Page page) {
    Matchmaker matchmaker = page.matchmaker();
    if (matchmaker.state() == Matchmaker.State.CLOSED) {
      end(page);
      matchmaker.stepped(null);
    } else {
      round(page, page.plan());
      Instant now = staff.now();
      Stream<Instant> moments =
          Stream.concat(
              page.plan().modes().stream()
                  .flatMap(mode -> page.board().wakes(mode.name(), now).stream()),
              matchmaker.retryAt().filter(now::isBefore).stream());
      matchmaker.stepped(moments.min(Instant::compareTo).orElse(null));
    }
  }

  private void end(Page page) {
    List<Ticket> tickets = page.board().tickets();
    ledger.remove(page, tickets);
    staff.tell(tickets, "CLOSED", null);
    page.board().matches().forEach(match -> close(page, match, "Its deployment was closed."));
  }

  private void round(Page page, MatchmakerPlan plan) {
    Instant now = staff.now();
    boolean mayOpen = page.matchmaker().mayOpen(now);
    boolean played = false;
    for (VersionConfig.Mode mode : quickFirst(page, plan)) {
      // What was decided is told when this transaction ends: a slow mode waits for the next one.
      boolean waits = played && page.board().pace().mayWait(mode.name(), now);
      boolean stirred = !waits && page.board().takeStirred(mode.name(), now);
      if (stirred) {
        played = true;
        boolean again = deciding.decide(page, plan, mode);
        keepReady(page, plan, mode.name());
        page.board().calm(mode.name());
        if (again) {
          page.board().stir(mode.name());
        }
        longestMemory(mode).ifPresent(memory -> ledger.forget(page, now.minus(memory)));
        if (!mayOpen) {
          page.board().next(mode.name(), page.matchmaker().retryAt().orElse(null));
        }
      }
      tell(page, mode.name(), stirred);
    }
    page.board().over().forEach(match -> close(page, match, "The match is over."));
    boolean draining = page.matchmaker().state() == Matchmaker.State.DRAINING;
    if (draining && page.board().matchCount() == 0 && page.board().tickets().isEmpty()) {
      outbox.send(new MatchmakingMail.Idle(page.matchmaker().deploymentId()));
    }
  }

  private static List<VersionConfig.Mode> quickFirst(Page page, MatchmakerPlan plan) {
    Pace pace = page.board().pace();
    return plan.modes().stream()
        .sorted(Comparator.comparing(mode -> pace.isSlow(mode.name())))
        .toList();
  }

  /** The metrics know how the mode stands, which costs nothing while nobody comes or goes. */
  private void tell(Page page, String mode, boolean stirred) {
    int depth = page.board().depth(mode);
    if (stirred || depth != waits.waiting(page.id(), mode)) {
      Instant oldest =
          page.board().waiting(mode).stream()
              .map(Ticket::created)
              .min(Instant::compareTo)
              .orElse(null);
      waits.stands(page, mode, depth, oldest);
    }
  }

  private static Optional<Duration> longestMemory(VersionConfig.Mode mode) {
    return mode.allRules().stream()
        .filter(rule -> rule.kind() == ModeRule.Kind.REMATCH)
        .map(rule -> Duration.ofMinutes(rule.minutes()))
        .findFirst();
  }

  private void keepReady(Page page, MatchmakerPlan plan, String mode) {
    boolean open = page.matchmaker().state() == Matchmaker.State.OPEN;
    int wanted = open ? plan.warm(mode) : 0;
    int empty = page.board().vacancies().empty(mode);
    if (empty > wanted) {
      for (Match match : page.board().vacancies().empty(mode, empty).subList(wanted, empty)) {
        match.close();
        ledger.write(page, match);
      }
    }
    boolean mayOpen = page.matchmaker().mayOpen(staff.now());
    for (int i = empty; mayOpen && i < wanted && deciding.openings(page, plan) > 0; i++) {
      deciding.open(page, plan, mode);
    }
  }

  private void close(Page page, Match match, String reason) {
    if (!page.board().closes(match)) {
      return;
    }
    match.close();
    ledger.write(page, match);
    outbox.send(new RuntimeMail.Close(match.runtimeId(), reason));
  }
}
