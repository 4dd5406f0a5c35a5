package omgservers.matchmaking.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MatchmakersTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Matchmakers matchmakers = new Matchmakers(shards);
  private final long maker = shards.idOn(1);

  @BeforeEach
  void open() {
    shards.transaction(
        () -> matchmakers.add(maker, new Matchmaker(maker, shards.ids().anywhere(), "{}", NOW)));
  }

  private Ticket ticket(String mode, Instant created) {
    Ticket ticket =
        new Ticket(
            shards.ids().beside(maker),
            maker,
            shards.ids().anywhere(),
            shards.ids().anywhere(),
            mode,
            shards.ids().anywhere(),
            created);
    shards.transaction(() -> matchmakers.add(maker, ticket));
    return ticket;
  }

  private Match match(String mode, int players) {
    Match match = new Match(shards.ids().beside(maker), maker, shards.ids().anywhere(), mode, NOW);
    shards.transaction(
        () -> {
          matchmakers.add(maker, match);
          for (int i = 0; i < players; i++) {
            matchmakers.add(
                maker,
                new Seat(
                    shards.ids().beside(maker),
                    shards.ids().anywhere(),
                    match.id(),
                    shards.ids().anywhere(),
                    "left",
                    shards.ids().anywhere(),
                    NOW));
          }
        });
    return match;
  }

  @Test
  void tellsPerModeHowManyWaitAndSinceWhen() {
    ticket("duel", NOW);
    ticket("duel", NOW.minusSeconds(9));
    ticket("royale", NOW);
    assertThat(shards.inTransaction(() -> matchmakers.waiting(maker)))
        .containsExactlyInAnyOrder(
            new Matchmakers.Waiting("duel", 2, NOW.minusSeconds(9)),
            new Matchmakers.Waiting("royale", 1, NOW));
  }

  @Test
  void countsMatchesThatTakePlayersAndTheirPlayersPerMode() {
    match("duel", 1);
    match("duel", 2);
    match("royale", 0);
    Match closed = match("royale", 3);
    shards.transaction(() -> matchmakers.match(closed.id()).orElseThrow().close());
    assertThat(shards.inTransaction(() -> matchmakers.playing(maker)))
        .containsExactlyInAnyOrder(
            new Matchmakers.Playing("duel", 2, 3), new Matchmakers.Playing("royale", 1, 0));
    assertThat(shards.inTransaction(() -> matchmakers.matchCounts(1, List.of(maker, 5L))))
        .isEqualTo(Map.of(maker, 4L));
    assertThat(shards.inTransaction(() -> matchmakers.seatCounts(maker, List.of(closed.id(), 5L))))
        .isEqualTo(Map.of(closed.id(), 3L));
  }

  @Test
  void listsMatchesByModeAndState() {
    Match first = match("duel", 0);
    Match second = match("duel", 0);
    Match other = match("royale", 0);
    shards.transaction(() -> matchmakers.match(second.id()).orElseThrow().open());
    assertThat(list(null, null)).containsExactly(other.id(), second.id(), first.id());
    assertThat(list("duel", null)).containsExactly(second.id(), first.id());
    assertThat(list("duel", Match.State.PENDING)).containsExactly(first.id());
    assertThat(list("chess", null)).isEmpty();
  }

  private List<Long> list(String mode, Match.State state) {
    return shards
        .inTransaction(() -> matchmakers.listMatches(maker, mode, state, Slice.first(10)))
        .stream()
        .map(Match::id)
        .toList();
  }

  @Test
  void findsOnlyWhatIsItsOwn() {
    Ticket ticket = ticket("duel", NOW);
    Match match = match("duel", 0);
    assertThat(shards.inTransaction(() -> matchmakers.ticket(maker, ticket.id()))).isPresent();
    assertThat(shards.inTransaction(() -> matchmakers.match(maker, match.id()))).isPresent();
    long stranger = shards.idOn(1);
    assertThat(shards.inTransaction(() -> matchmakers.ticket(stranger, ticket.id()))).isEmpty();
    assertThat(shards.inTransaction(() -> matchmakers.match(stranger, match.id()))).isEmpty();
    assertThat(shards.inTransaction(() -> matchmakers.match(maker, shards.idOn(0)))).isEmpty();
    assertThat(shards.inTransaction(() -> matchmakers.listTickets(maker, "duel", Slice.first(1))))
        .extracting(Ticket::id)
        .containsExactly(ticket.id());
  }
}
