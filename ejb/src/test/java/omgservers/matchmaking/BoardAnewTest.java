package omgservers.matchmaking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import omgservers.matchmaking.model.Match;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import org.junit.jupiter.api.Test;

/** A match that takes nobody more, at an instance that reads what another one wrote. */
class BoardAnewTest {
  private static final String DUEL =
      """
      {"name":"duel","min_players":2,"max_players":2,"groups":[
        {"name":"a","min_players":2,"max_players":2}]}
      """;

  private final Engine engine = new Engine(DUEL, 1);

  private static List<Long> closed(Engine engine) {
    return engine.letters().stream()
        .filter(RuntimeMail.Close.class::isInstance)
        .map(mail -> ((RuntimeMail.Close) mail).receiver())
        .toList();
  }

  @Test
  void goesOnWhileSomebodyPlaysAndEndsWhenAllHaveLeft() {
    engine.look();
    Match match = engine.matches().get(0);
    engine.comesUp(match);
    List<Long> players = List.of(engine.wants("duel"), engine.wants("duel"));
    engine.look();
    assertThat(engine.seated(match)).containsExactlyInAnyOrderElementsOf(players);
    engine.receive(new RuntimeNews.MatchStopped(engine.id(), match.id()));
    engine.look();
    engine.letters();
    engine.restart();
    engine.wants("duel");
    engine.look();
    assertThat(closed(engine)).isEmpty();
    players.forEach(
        each ->
            engine.receive(new MatchmakingMail.ClientLeft(engine.id(), each, match.runtimeId())));
    engine.look();
    assertThat(closed(engine)).containsExactly(match.runtimeId());
  }
}
