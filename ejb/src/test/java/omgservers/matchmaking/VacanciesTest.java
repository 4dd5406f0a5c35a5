package omgservers.matchmaking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.matchmaking.model.Match;
import org.junit.jupiter.api.Test;

class VacanciesTest {
  private final Vacancies vacancies = new Vacancies();

  private static Match match(long id, boolean up) {
    Match match = new Match(id, 1, id, "duel", Instant.EPOCH);
    if (up) {
      match.open();
    }
    return match;
  }

  private static List<Long> ids(List<Match> matches) {
    return matches.stream().map(Match::id).toList();
  }

  @Test
  void namesThoseThatAreUpFirstThenTheOldest() {
    vacancies.put(match(1, false), 0);
    vacancies.put(match(2, true), 0);
    vacancies.put(match(3, true), 0);
    vacancies.put(match(4, false), 2);
    vacancies.put(match(5, true), 1);
    vacancies.put(match(6, true), 2);
    assertThat(ids(vacancies.empty("duel", 9))).containsExactly(2L, 3L, 1L);
    assertThat(ids(vacancies.empty("duel", 2))).containsExactly(2L, 3L);
    assertThat(ids(vacancies.filling("duel", 3))).containsExactly(5L, 6L, 4L);
    assertThat(vacancies.empty("duel")).isEqualTo(3);
    assertThat(vacancies.open("duel", 3)).isEqualTo(6);
    assertThat(vacancies.empty("other")).isZero();
  }

  @Test
  void leavesOutWhatIsFullOrClosedOrGone() {
    Match match = match(1, true);
    vacancies.put(match, 1);
    vacancies.put(match, 2);
    assertThat(vacancies.filling("duel", 2)).isEmpty();
    vacancies.put(match, 1);
    assertThat(ids(vacancies.filling("duel", 2))).containsExactly(1L);
    match.close();
    vacancies.put(match, 1);
    assertThat(vacancies.open("duel", 2)).isZero();
    vacancies.put(match(2, true), 0);
    vacancies.remove(match(2, true));
    assertThat(vacancies.empty("duel")).isZero();
    assertThat(vacancies.filling("duel", 1)).isEmpty();
  }
}
