package omgservers.matchmaking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omgservers.matchmaking.model.Match;
import omgservers.runtime.RuntimeNews;
import org.junit.jupiter.api.Test;

/** A wish that comes while its client has a place: asked for on the way there, or back. */
class DoubtedPlaceTest {
  private static final String DUEL =
      """
      {"name":"duel","min_players":2,"max_players":2,"groups":[
        {"name":"a","min_players":1,"max_players":1},{"name":"b","min_players":1,"max_players":1}]}
      """;

  /** Two play, and nobody comes to them; one asks again from a lobby, and somebody else waits. */
  private record Doubt(Engine engine, Match match, long client, long waiting) {
    static final long LOBBY = 8;

    static Doubt of() {
      Engine engine = new Engine(DUEL, 1);
      Match match = warm(engine);
      long client = play(engine);
      engine.receive(new RuntimeNews.MatchStopped(engine.id(), match.id()));
      long waiting = engine.wants("duel");
      engine.letters();
      engine.wantsFrom(LOBBY, "duel", client);
      engine.look();
      return new Doubt(engine, match, client, waiting);
    }

    /** What the client was asked last. */
    MatchmakingMail.PlaceDoubted asked() {
      return engine.letters().stream()
          .filter(MatchmakingMail.PlaceDoubted.class::isInstance)
          .map(MatchmakingMail.PlaceDoubted.class::cast)
          .reduce((first, second) -> second)
          .orElseThrow();
    }

    MatchmakingMail.PlaceTaken taken(MatchmakingMail.PlaceDoubted asked) {
      return new MatchmakingMail.PlaceTaken(engine.id(), client, asked.runtime(), asked.ticket());
    }

    List<Long> seated() {
      return engine.matches().stream()
          .filter(each -> each.id() != match.id())
          .flatMap(each -> engine.seated(each).stream())
          .toList();
    }
  }

  private static Match warm(Engine engine) {
    engine.look();
    Match match = engine.matches().get(0);
    engine.comesUp(match);
    return match;
  }

  /** Two are matched; one of them. */
  private static long play(Engine engine) {
    long client = engine.wants("duel");
    engine.wants("duel");
    engine.look();
    return client;
  }

  @Test
  void endsWhatWasAskedForOnTheWayToAMatch() {
    Doubt doubt = Doubt.of();
    MatchmakingMail.PlaceDoubted asked = doubt.asked();
    assertThat(asked.receiver()).isEqualTo(doubt.client());
    assertThat(asked.runtime()).isEqualTo(doubt.match().runtimeId());
    assertThat(doubt.seated()).as("nobody plays twice").isEmpty();
    doubt.engine().receive(doubt.taken(asked));
    doubt.engine().look();
    assertThat(doubt.engine().waiting("duel")).containsExactly(doubt.waiting());
    assertThat(doubt.engine().reasons()).isEmpty();
    doubt.engine().requireSound();
  }

  @Test
  void matchesWhoHasLeftBeforeThatWasKnown() {
    Doubt doubt = Doubt.of();
    doubt
        .engine()
        .receive(
            new MatchmakingMail.ClientLeft(
                doubt.engine().id(), doubt.client(), doubt.match().runtimeId()));
    doubt.engine().look();
    assertThat(doubt.seated()).containsExactlyInAnyOrder(doubt.client(), doubt.waiting());
    doubt.engine().requireSound();
  }

  @Test
  void endsNothingThatWasAskedForAgainSince() {
    Doubt doubt = Doubt.of();
    MatchmakingMail.PlaceDoubted before = doubt.asked();
    doubt.engine().wantsFrom(Doubt.LOBBY + 1, "duel", doubt.client());
    MatchmakingMail.PlaceDoubted again = doubt.asked();
    assertThat(again.ticket()).isNotEqualTo(before.ticket());
    doubt.engine().receive(doubt.taken(before));
    assertThat(doubt.engine().waiting("duel")).contains(doubt.client());
    doubt.engine().receive(doubt.taken(again));
    assertThat(doubt.engine().waiting("duel")).containsExactly(doubt.waiting());
  }

  @Test
  void matchesAtOnceWhomTheMatchItselfAsksFor() {
    Engine engine = new Engine(DUEL, 1);
    Match match = warm(engine);
    long client = play(engine);
    long waiting = engine.wants("duel");
    engine.wantsFrom(match.runtimeId(), "duel", client);
    engine.look();
    assertThat(engine.matches().stream().flatMap(each -> engine.seated(each).stream()))
        .contains(waiting);
  }
}
