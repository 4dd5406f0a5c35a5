package omgservers.matchmaking;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import omgservers.matchmaking.model.Matchmaker;
import omgservers.matchmaking.model.Matchmakers;

/** Removes the matchmakers of a stage that is being deleted. */
@ApplicationScoped
@Transactional
public class MatchmakerEnds {
  private final Matchmakers matchmakers;
  private final MatchmakerStaff staff;
  private final Waits waits;

  /** Ends of these matchmakers. */
  @Inject
  public MatchmakerEnds(Matchmakers matchmakers, MatchmakerStaff staff, Waits waits) {
    this.matchmakers = matchmakers;
    this.staff = staff;
    this.waits = waits;
  }

  protected MatchmakerEnds() {
    this(null, null, null);
  }

  /**
   * Removes the matchmaker with what is left of its tickets, once it is closed and its last match
   * has ended; whether it is gone. No letter may be on its way that could open it again.
   */
  public boolean remove(long id) {
    Optional<Matchmaker> found = matchmakers.lock(id);
    if (found.isEmpty()) {
      return true;
    }
    Matchmaker matchmaker = found.get();
    if (matchmaker.state() != Matchmaker.State.CLOSED) {
      staff.change(id, Matchmaker::close);
      return false;
    }
    if (matchmakers.hasMatches(id)) {
      return false;
    }
    waits.forget(each -> each == id);
    matchmakers.remove(id, matchmaker);
    return true;
  }
}
