package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import omgservers.matchmaking.Ledger.Page;
import omgservers.matchmaking.model.Recordings;
import omgservers.matchmaking.model.Ticket;
import omgservers.matchmaking.round.Explanation;
import omgservers.matchmaking.round.ModeRules;
import omgservers.matchmaking.round.Simulation;
import omgservers.registry.VersionConfig;
import omgservers.shared.audit.Audit;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Admission;
import omgservers.tenancy.model.Scope;

/** Why tickets wait, how long they did, and what came when, to try other rules on it. */
@ApplicationScoped
@Transactional
public class Explaining {
  private final Ledger ledger;
  private final MatchmakerStaff staff;
  private final Deciding deciding;
  private final Waits waits;
  private final Recordings recordings;
  private final Audit audit;

  /** Explanations of these ledgers. */
  @Inject
  public Explaining(
      Ledger ledger,
      MatchmakerStaff staff,
      Deciding deciding,
      Waits waits,
      Recordings recordings,
      Audit audit) {
    this.ledger = ledger;
    this.staff = staff;
    this.deciding = deciding;
    this.waits = waits;
    this.recordings = recordings;
    this.audit = audit;
  }

  protected Explaining() {
    this(null, null, null, null, null, null);
  }

  /**
   * Why a ticket waits.
   *
   * @param estimate how long it will still wait, in milliseconds; null if nothing is known
   * @param basis from how many tickets that were matched lately this is estimated
   * @param openMatches how many matches of the mode take players
   * @param mayOpenAt when a match may be opened again after those that failed; null for now
   */
  public record TicketFact(
      long id,
      List<Long> clients,
      Instant since,
      int needed,
      int capacity,
      Explanation explanation,
      Long estimate,
      int basis,
      int openMatches,
      Instant mayOpenAt) {}

  /** Why the ticket waits. */
  public TicketFact ticket(Admission stage, long matchmaker, VersionConfig.Mode mode, long id) {
    stage.require(Scope.READ);
    Page page = page(matchmaker);
    Ticket asked =
        page.board()
            .ticket(mode.name(), id)
            .orElseThrow(
                () ->
                    Refusal.notFound(
                        "The queue '%s' has no ticket %d.".formatted(mode.name(), id)));
    ModeRules rules = Rulebook.rules(mode);
    Instant now = staff.now();
    Explanation explanation =
        Explanation.of(rules, deciding.wishes(page, mode.name()), asked.party(), now);
    Waits.Observed seen = waits.of(matchmaker, mode.name());
    long age = now.toEpochMilli() - asked.created().toEpochMilli();
    return new TicketFact(
        asked.party(),
        page.board().party(asked.party()).stream().map(Ticket::clientId).toList(),
        asked.created(),
        rules.needed(),
        rules.capacity(),
        explanation,
        seen.p50() == null ? null : Math.max(0, seen.p50() - age),
        seen.seen(),
        page.board().vacancies().open(mode.name(), rules.capacity()),
        page.matchmaker().retryAt().filter(now::isBefore).orElse(null));
  }

  private Page page(long matchmaker) {
    return ledger
        .open(matchmaker)
        .orElseThrow(() -> Refusal.notFound("The deployment has no matchmaker yet."));
  }

  /** What was seen of a mode lately; times in milliseconds, null where nothing is known. */
  public record ModeFact(
      String mode,
      int waiting,
      Instant oldest,
      int seen,
      Long p50,
      Long p95,
      Long p99,
      Double fill,
      Double spread,
      long matched,
      long expired) {}

  /** How the mode does. */
  public ModeFact mode(Admission stage, long matchmaker, VersionConfig.Mode mode) {
    stage.require(Scope.READ);
    Page page = page(matchmaker);
    Waits.Observed seen = waits.of(matchmaker, mode.name());
    return new ModeFact(
        mode.name(),
        page.board().depth(mode.name()),
        page.board().waiting(mode.name()).stream()
            .map(Ticket::created)
            .min(Instant::compareTo)
            .orElse(null),
        seen.seen(),
        seen.p50(),
        seen.p95(),
        seen.p99(),
        seen.fill(),
        seen.spread(),
        seen.matched(),
        seen.expired());
  }

  /** What was seen of a mode lately; times in milliseconds, null where nothing is known. */
  public record LatelyFact(
      int seen,
      Long p50,
      Long p95,
      Long p99,
      Double fill,
      Double spread,
      long matched,
      long expired) {}

  /** What was seen of the mode lately; its queue is not looked at, so nobody waits for this. */
  public LatelyFact lately(Admission stage, long matchmaker, String mode) {
    stage.require(Scope.READ);
    Waits.Observed seen = waits.of(matchmaker, mode);
    return new LatelyFact(
        seen.seen(),
        seen.p50(),
        seen.p95(),
        seen.p99(),
        seen.fill(),
        seen.spread(),
        seen.matched(),
        seen.expired());
  }

  /** A recording: since when, and how many tickets it has. */
  public record RecordingFact(Instant started, int tickets, boolean running) {}

  /** Tickets of the mode are recorded from now on, without names. */
  public RecordingFact record(Admission stage, long matchmaker, String mode) {
    stage.require(Scope.DEPLOYMENTS);
    ledger.record(page(matchmaker), mode, staff.now());
    audit.record(stage.caller().actor(), "recording.create", stage.subject(matchmaker), null, mode);
    return recording(stage, matchmaker, mode);
  }

  /** The recording of the mode. */
  public RecordingFact recording(Admission stage, long matchmaker, String mode) {
    stage.require(Scope.READ);
    Recordings.Recording found = page(matchmaker).board().recordings().get(mode);
    if (found == null) {
      throw Refusal.notFound("Nothing is recorded of the mode '%s'.".formatted(mode));
    }
    return new RecordingFact(found.started(), found.tickets(), found.takes(staff.now()));
  }

  /** The recording of the mode is thrown away. */
  public void erase(Admission stage, long matchmaker, String mode) {
    stage.require(Scope.DEPLOYMENTS);
    if (!ledger.erase(page(matchmaker), mode)) {
      throw Refusal.notFound("Nothing is recorded of the mode '%s'.".formatted(mode));
    }
    audit.record(stage.caller().actor(), "recording.delete", stage.subject(matchmaker), mode, null);
  }

  /** What was recorded of the mode. */
  public List<Simulation.Arrival> recorded(Admission stage, long matchmaker, String mode) {
    recording(stage, matchmaker, mode);
    return recordings.arrivals(matchmaker, mode).stream()
        .map(
            each ->
                new Simulation.Arrival(
                    each.after(), each.size(), Attributing.read(each.attributes())))
        .toList();
  }
}
