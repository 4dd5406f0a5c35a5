package omgservers.matchmaking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import omgservers.matchmaking.model.Match;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import omgservers.shared.outbox.Mail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine on a real database: what it says, and that no end of a server loses a ticket. */
class EngineTest {
  private static final String DUEL =
      """
      {"name":"duel","min_players":2,"max_players":2,"groups":[
        {"name":"a","min_players":1,"max_players":1},{"name":"b","min_players":1,"max_players":1}]%s}
      """;

  private static String mode(String more) {
    return DUEL.formatted(more);
  }

  private static List<Object> told(List<Mail> letters, long client) {
    return letters.stream()
        .filter(RuntimeMail.MatchmakingFailed.class::isInstance)
        .map(RuntimeMail.MatchmakingFailed.class::cast)
        .filter(mail -> mail.client() == client)
        .map(mail -> (Object) mail.reason())
        .toList();
  }

  @Test
  void seatsTwoInAMatchThatIsReadyAndTellsThem() {
    Engine engine = new Engine(mode(""), 1);
    engine.look();
    engine.comesUp(engine.matches().get(0));
    long one = engine.wants("duel");
    long two = engine.wants("duel");
    engine.look();
    List<Mail> letters = engine.letters();
    assertThat(letters.stream().filter(RuntimeNews.Moves.class::isInstance).map(Mail::receiver))
        .containsExactlyInAnyOrder(one, two);
    assertThat(engine.waiting("duel")).isEmpty();
  }

  /** As when very many find nobody: a round takes long, and is not played for each who comes. */
  @Test
  void letsAModeWhoseRoundsTakeLongRestAndTheOthersPlay() {
    String crowd =
        """
        {"name":"crowd","min_players":2,"max_players":2,"groups":[
          {"name":"a","min_players":1,"max_players":1},{"name":"b","min_players":1,"max_players":1}],
         "rules":[{"kind":"DISTANCE","attribute":"skill","max":1}]}
        """;
    Engine engine = new Engine(crowd + "," + mode(""), 1);
    engine.look();
    engine.comesUp(engine.matches().get(0));
    engine.look();
    engine.wants("crowd", "{\"skill\":10}");
    engine.roundsTake(Pace.BRIEF.multipliedBy(2));
    engine.look();
    engine.roundsTake(Duration.ZERO);
    long rounds = engine.rounds("crowd");
    engine.wants("crowd", "{\"skill\":20}");
    engine.wants("duel");
    engine.wants("duel");
    engine.look();
    assertThat(engine.waiting("duel")).isEmpty();
    assertThat(engine.rounds("crowd")).isEqualTo(rounds);
    assertThat(engine.dueAt())
        .isEqualTo(engine.now().plus(Pace.BRIEF.multipliedBy(2L * Pace.REST)));
    engine.pass(Duration.between(engine.now(), engine.dueAt()));
    engine.look();
    assertThat(engine.rounds("crowd")).isEqualTo(rounds + 1);
  }

  @Test
  void answersWhateverCannotBeDone() {
    Engine engine =
        new Engine(
            mode(",\"rules\":[{\"kind\":\"DISTANCE\",\"attribute\":\"skill\",\"max\":5}]"), 0);
    long lost = engine.wants("chess");
    assertThat(told(engine.letters(), lost)).containsExactly("UNKNOWN_MODE");
    long silent = engine.wants("duel");
    assertThat(told(engine.letters(), silent)).containsExactly("WRONG_ATTRIBUTES");
    long wordy = engine.wants("duel", "{\"skill\":1,\"colour\":\"red\"}");
    RuntimeMail.MatchmakingFailed refusal =
        (RuntimeMail.MatchmakingFailed)
            engine.letters().stream()
                .filter(RuntimeMail.MatchmakingFailed.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertThat(refusal.client()).isEqualTo(wordy);
    assertThat(refusal.detail()).isEqualTo("attributes.colour: the mode has no rule about it");
    long text = engine.wants("duel", "{\"skill\":\"NaN\"}");
    assertThat(told(engine.letters(), text)).containsExactly("WRONG_ATTRIBUTES");
    long patient = engine.wants("duel", "{\"skill\":1}");
    assertThat(engine.letters()).isEmpty();
    engine.wants("duel", "{\"skill\":1}", patient);
    assertThat(engine.letters())
        .hasSize(1)
        .first()
        .isInstanceOf(RuntimeMail.MatchmakingWaits.class);
    assertThat(engine.waiting("duel")).hasSize(1);
    engine.wantsParty("duel", "{\"skill\":1}", 2);
    assertThat(engine.reasons()).containsExactly("PARTY_TOO_LARGE");
  }

  @Test
  void endsATicketThatWaitedTooLongAndTellsThePlayer() {
    Engine engine = new Engine(mode(",\"ticket_timeout_seconds\":5"), 0);
    long client = engine.wants("duel");
    engine.look();
    assertThat(engine.dueAt()).isEqualTo(engine.now().plusSeconds(5));
    engine.pass(Duration.ofSeconds(5));
    engine.look();
    List<Mail> letters = engine.letters();
    assertThat(told(letters, client)).containsExactly("EXPIRED");
    assertThat(letters).contains(new MatchmakingMail.TicketEnded(client, "duel", "EXPIRED"));
    assertThat(engine.waiting("duel")).isEmpty();
    assertThat(engine.dueAt()).isNull();
  }

  @Test
  void letsTheTicketOfAClientGoThatIsGoneAndItsPartyWithIt() {
    String team =
        """
        {"name":"duel","min_players":4,"max_players":4,"party_size_max":2,"groups":[
          {"name":"a","min_players":2,"max_players":2},{"name":"b","min_players":2,"max_players":2}]}
        """;
    Engine engine = new Engine(team, 0);
    List<Long> party = engine.wantsParty("duel", null, 2);
    assertThat(engine.waiting("duel")).hasSize(2);
    engine.receive(new MatchmakingMail.ClientGone(engine.id(), party.get(0)));
    assertThat(engine.waiting("duel")).isEmpty();
    assertThat(told(engine.letters(), party.get(1))).containsExactly("PARTY_LEFT");
  }

  @Test
  void cancelsAndSaysWhenThereIsNothingToCancel() {
    Engine engine = new Engine(mode(""), 0);
    long client = engine.wants("duel");
    engine.receive(new RuntimeNews.MatchmakingCancelled(engine.id(), client, 7, null));
    assertThat(told(engine.letters(), client)).containsExactly("CANCELLED");
    engine.receive(new RuntimeNews.MatchmakingCancelled(engine.id(), client, 7, null));
    assertThat(told(engine.letters(), client)).containsExactly("NOT_WAITING");
  }

  @Test
  void givesTicketsBackWithTheirAgeWhenAMatchDoesNotComeUp() {
    Engine engine = new Engine(mode(""), 0);
    engine.wants("duel");
    engine.pass(Duration.ofSeconds(3));
    engine.wants("duel");
    var ages = engine.ages("duel");
    engine.look();
    assertThat(engine.waiting("duel")).isEmpty();
    engine.pass(Duration.ofSeconds(60));
    engine.fails(engine.matches().get(0));
    assertThat(engine.ages("duel")).isEqualTo(ages);
    assertThat(engine.matches()).isEmpty();
    engine.pass(Duration.ofMinutes(2));
    engine.look();
    assertThat(engine.waiting("duel")).isEmpty();
    assertThat(engine.matches()).extracting(Match::state).containsExactly(Match.State.PENDING);
  }

  @Test
  void doesNotLetOneModesFloodRefuseAnother() {
    Engine engine = new Engine(mode("") + "," + mode("").replace("duel", "chess"), 0);
    engine.ticketsMax(3);
    Stream.generate(() -> 0).limit(3).forEach(each -> engine.wants("duel"));
    engine.letters();
    long late = engine.wants("duel");
    assertThat(told(engine.letters(), late)).containsExactly("QUEUE_FULL");
    long other = engine.wants("chess");
    assertThat(told(engine.letters(), other)).isEmpty();
    assertThat(engine.waiting("chess")).hasSize(1);
  }

  /** Every step of a life is broken off before its commit, or the server ends after it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void losesNothingAtWhateverCommitTheServerEnds(boolean before) {
    Engine engine = new Engine(mode(""), 1);
    List<Runnable> steps = new ArrayList<>();
    List<Long> clients = new ArrayList<>();
    steps.add(engine::look);
    steps.add(() -> engine.comesUp(engine.matches().get(0)));
    for (int i = 0; i < 3; i++) {
      long client = engine.client();
      clients.add(client);
      steps.add(() -> engine.wants("duel", null, client));
      steps.add(engine::look);
    }
    for (Runnable step : steps) {
      if (before) {
        assertThatThrownBy(() -> engine.breakingOff(step)).hasMessage("broken off");
      }
      step.run();
      if (!before) {
        engine.restart();
      }
      engine.requireSound();
    }
    List<Mail> letters = engine.letters();
    assertThat(letters.stream().filter(RuntimeNews.Moves.class::isInstance).map(Mail::receiver))
        .containsExactlyInAnyOrder(clients.get(0), clients.get(1));
    assertThat(engine.waiting("duel")).containsExactly(clients.get(2));
  }

  @Test
  void readsWhatAnotherInstanceChanged() {
    Engine engine = new Engine(mode(""), 0);
    Engine other = engine.another();
    long one = engine.wants("duel");
    assertThat(other.waiting("duel")).containsExactly(one);
    other.receive(new RuntimeNews.MatchmakingCancelled(engine.id(), one, 7, null));
    assertThat(engine.waiting("duel")).isEmpty();
    long two = engine.wants("duel");
    other.wants("duel");
    engine.look();
    assertThat(engine.waiting("duel")).isEmpty();
    assertThat(other.matches()).hasSize(1);
    assertThat(two).isPositive();
  }

  @Test
  void recordsTicketsWithoutNames() {
    Engine engine =
        new Engine(
            mode(",\"rules\":[{\"kind\":\"DISTANCE\",\"attribute\":\"skill\",\"max\":5}]"), 0);
    engine.records("duel");
    engine.wants("duel", "{\"skill\":1}");
    engine.restart();
    engine.wants("duel", "{\"skill\":90}");
    assertThat(engine.recorded("duel")).isEqualTo(List.of("{\"skill\":1}", "{\"skill\":90}"));
  }

  @Test
  void refusesAPartyThatIsLargerThanTheMatchAndKeepsNobodyOfIt() {
    Engine engine = new Engine(mode(""), 0);
    List<Long> party = engine.wantsParty("duel", null, 3);
    assertThat(told(engine.letters(), party.get(0))).containsExactly("PARTY_TOO_LARGE");
    assertThat(engine.waiting("duel")).isEmpty();
  }

  @Test
  void putsNobodyInAMatchThatIsClosed() {
    Engine engine = new Engine(mode(""), 1);
    engine.look();
    Match closed = engine.matches().get(0);
    engine.comesUp(closed);
    engine.receive(new RuntimeNews.MatchStopped(engine.id(), closed.id()));
    engine.wants("duel");
    engine.wants("duel");
    engine.look();
    assertThat(engine.waiting("duel")).as("another match is opened for them").isEmpty();
    assertThat(engine.letters()).noneMatch(RuntimeNews.Moves.class::isInstance);
    engine.matches().stream().filter(match -> match.id() != closed.id()).forEach(engine::comesUp);
    assertThat(engine.letters().stream().filter(RuntimeNews.Moves.class::isInstance))
        .hasSize(2)
        .noneMatch(mail -> ((RuntimeNews.Moves) mail).runtime() == closed.runtimeId());
  }

  @Test
  void decidesNothingWhileNobodyWaits() {
    Engine engine = new Engine(mode(""), 1);
    engine.look();
    engine.comesUp(engine.matches().get(0));
    engine.look();
    assertThat(engine.rounds("duel")).isZero();
    assertThat(engine.dueAt()).as("nobody looks at it again").isNull();
  }

  @Test
  void doesNotLookAtTheFloodOfOneModeForTheSakeOfAnother() {
    Engine engine =
        new Engine(
            mode(",\"rules\":[{\"kind\":\"DISTANCE\",\"attribute\":\"skill\",\"max\":1}]")
                + ","
                + mode("").replace("duel", "chess"),
            0);
    for (int i = 0; i < 50; i++) {
      engine.wants("duel", "{\"skill\":" + 10 * i + "}");
    }
    engine.look();
    assertThat(engine.waiting("duel")).hasSize(50);
    long rounds = engine.rounds("duel");
    engine.wants("chess");
    engine.wants("chess");
    engine.look();
    assertThat(engine.waiting("chess")).isEmpty();
    assertThat(engine.rounds("duel")).isEqualTo(rounds);
  }

  @Test
  void takesABatchOfLettersAsOneByOne() {
    Engine engine = new Engine(mode(""), 0);
    long cancelled = engine.client();
    RuntimeNews.MatchmakingWanted wish = engine.wish("duel", null, cancelled, List.of());
    List<Mail> batch = new ArrayList<>();
    batch.add(wish);
    batch.add(wish);
    batch.add(new RuntimeNews.MatchmakingCancelled(engine.id(), cancelled, 7, null));
    for (int i = 0; i < 3; i++) {
      batch.add(engine.wish("duel", null, engine.client(), List.of()));
    }
    assertThatThrownBy(() -> engine.breakingOff(() -> engine.receiveAll(batch)))
        .hasMessage("broken off");
    assertThat(engine.waiting("duel")).isEmpty();
    engine.receiveAll(batch);
    assertThat(engine.waiting("duel")).hasSize(3).doesNotContain(cancelled);
    engine.requireSound();
    assertThat(engine.reasons()).containsExactly("CANCELLED");
  }

  @Test
  void tellsTheMetricsHowAModeStands() {
    Engine engine = new Engine(mode(""), 0);
    long first = engine.wants("duel");
    engine.look();
    assertThat(engine.standing("duel").waiting()).isEqualTo(1);
    assertThat(engine.standing("duel").oldest()).isEqualTo(engine.now());
    engine.receive(new RuntimeNews.MatchmakingCancelled(engine.id(), first, 7, null));
    engine.look();
    assertThat(engine.standing("duel").waiting()).isZero();
    assertThat(engine.standing("duel").oldest()).isNull();
    engine.wants("duel");
    engine.pass(Duration.ofSeconds(2));
    engine.wants("duel");
    engine.look();
    assertThat(engine.standing("duel").seen().matched()).isEqualTo(2);
    assertThat(engine.standing("duel").seen().p99()).isEqualTo(2_000);
  }

  /** What ends a ticket or a match is broken off before its commit, or the server ends after it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsTicketsAndMatchesOnceAtWhateverCommitTheServerEnds(boolean before) {
    Engine engine = new Engine(mode(",\"ticket_timeout_seconds\":300"), 0);
    long one = engine.client();
    long two = engine.client();
    long gone = engine.client();
    long late = engine.client();
    List<Runnable> steps = new ArrayList<>();
    steps.add(
        () ->
            engine.receiveAll(
                List.of(
                    engine.wish("duel", null, one, List.of()),
                    engine.wish("duel", null, two, List.of()),
                    engine.wish("duel", null, gone, List.of()))));
    steps.add(engine::look);
    steps.add(() -> engine.fails(engine.matches().get(0)));
    steps.add(() -> engine.receive(new MatchmakingMail.ClientGone(engine.id(), gone)));
    steps.add(
        () -> engine.receive(new RuntimeNews.MatchmakingCancelled(engine.id(), one, 7, null)));
    steps.add(engine::look);
    steps.add(() -> engine.wants("duel", null, late));
    steps.add(() -> engine.receive(new MatchmakingMail.Close(engine.id())));
    steps.add(engine::look);
    for (Runnable step : steps) {
      if (before) {
        assertThatThrownBy(() -> engine.breakingOff(step)).hasMessage("broken off");
      }
      step.run();
      if (!before) {
        engine.restart();
      }
      engine.requireSound();
    }
    List<Mail> letters = engine.letters();
    assertThat(told(letters, one)).containsExactly("CANCELLED");
    assertThat(engine.waiting("duel")).isEmpty();
    assertThat(told(letters, gone)).isEmpty();
    assertThat(letters.stream().filter(RuntimeNews.Moves.class::isInstance)).isEmpty();
  }
}
