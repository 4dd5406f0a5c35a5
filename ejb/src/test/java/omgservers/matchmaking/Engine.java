package omgservers.matchmaking;

import jakarta.json.JsonValue;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omgservers.matchmaking.model.Encounters;
import omgservers.matchmaking.model.Match;
import omgservers.matchmaking.model.Matchmakers;
import omgservers.matchmaking.model.Recordings;
import omgservers.matchmaking.model.Seat;
import omgservers.matchmaking.model.Ticket;
import omgservers.registry.VersionConfig;
import omgservers.runtime.RuntimeMail;
import omgservers.runtime.RuntimeNews;
import omgservers.runtime.model.Limits;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.shared.outbox.Letters;
import omgservers.shared.outbox.Mail;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.HandClock;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.TestShards;
import omgservers.shared.work.DueRows;
import omgservers.shared.work.Lanes;
import omgservers.shared.work.Wakes;

/**
 * A matchmaker as an instance of the server runs it, on a real shard and with a clock of its own.
 */
final class Engine {
  private static final long RUNTIME = 7;

  private final TestShards shards = TestShards.get();
  private final HandClock moment;
  private final long id;
  private final Set<Long> read = new HashSet<>();
  private int ticketsMax = 100;
  private Duration roundTime;
  private long worked;
  private Ledger ledger;
  private MatchmakerDesk desk;
  private MatchmakerStep step;
  private Waits waits;

  /** A matchmaker of these modes, which keeps so many duels ready. */
  Engine(String modes, int warm) {
    this.moment = new HandClock();
    this.id = shards.idOn(1);
    restart();
    // What other tests left on the shard.
    letters();
    VersionConfig config = Json.read("{\"modes\":[" + modes + "]}", VersionConfig.class);
    MatchmakerPlan plan =
        new MatchmakerPlan(
            1,
            2,
            3,
            4,
            "image",
            Json.value("{}"),
            config.modes(),
            1_000,
            Map.of("duel", warm),
            new Limits(0, 0));
    receive(new MatchmakingMail.Open(id, plan));
  }

  private Engine(long id, HandClock moment) {
    this.moment = moment;
    this.id = id;
    restart();
  }

  /** Another instance on the same shard. */
  Engine another() {
    return new Engine(id, moment);
  }

  /** The server ends and begins anew: what it had in memory is gone. */
  void restart() {
    Time time = new Time(moment);
    Lanes lanes = new Lanes(null, shards, time, null, null, null, shards.holdings(), null, null);
    Matchmakers matchmakers = new Matchmakers(shards);
    Settings settings =
        new Settings() {
          @Override
          public int ticketsMax() {
            return ticketsMax;
          }
        };
    Outbox outbox = new Outbox(shards, new Letters(shards, shards.holdings()), lanes, time);
    ledger = new Ledger(matchmakers, new Encounters(shards), new Recordings(shards), shards.ids());
    MatchmakerStaff staff =
        new MatchmakerStaff(
            matchmakers, ledger, outbox, new Wakes(shards, lanes, time), shards.ids(), settings);
    desk = new MatchmakerDesk(matchmakers, ledger, staff, outbox, settings);
    waits = new Waits();
    Deciding deciding =
        new Deciding(ledger, staff, waits, outbox) {
          @Override
          long worked() {
            return roundTime == null ? super.worked() : (worked += roundTime.toNanos());
          }
        };
    step =
        new MatchmakerStep(
            ledger, staff, deciding, new DueRows(shards, shards.holdings()), outbox, waits);
  }

  long id() {
    return id;
  }

  Instant now() {
    return moment.instant();
  }

  void pass(Duration time) {
    moment.advance(time);
  }

  /** So much work of the processor is each round from now on, however long it really takes. */
  void roundsTake(Duration time) {
    roundTime = time;
  }

  void ticketsMax(int count) {
    ticketsMax = count;
  }

  long client() {
    return shards.ids().anywhere();
  }

  /** One look at the matchmaker, if it is due. */
  void look() {
    inTransaction(() -> step.look(1, id));
  }

  private boolean breaking;

  private void inTransaction(Runnable work) {
    shards.transaction(
        () -> {
          work.run();
          if (breaking) {
            throw new IllegalStateException("broken off");
          }
        });
  }

  /** The step is broken off before its transaction commits. */
  void breakingOff(Runnable work) {
    breaking = true;
    try {
      work.run();
    } finally {
      breaking = false;
    }
  }

  void receive(Mail mail) {
    inTransaction(() -> deliver(mail));
  }

  /** Several letters in one transaction, as delivery brings them. */
  void receiveAll(List<? extends Mail> letters) {
    inTransaction(() -> shards.gathered().together(() -> letters.forEach(this::deliver)));
  }

  /** How often it was decided about the mode. */
  long rounds(String mode) {
    return waits.all().stream()
        .filter(standing -> standing.mode().equals(mode))
        .mapToLong(Waits.Standing::rounds)
        .sum();
  }

  /** How the mode stands, as the metrics tell. */
  Waits.Standing standing(String mode) {
    return waits.all().stream()
        .filter(standing -> standing.mode().equals(mode))
        .findFirst()
        .orElseThrow();
  }

  private void deliver(Mail mail) {
    if (mail instanceof MatchmakingMail.Open open) {
      desk.open(open);
    } else if (mail instanceof RuntimeNews.MatchmakingWanted wanted) {
      desk.wanted(wanted);
    } else if (mail instanceof RuntimeNews.MatchmakingCancelled cancelled) {
      desk.cancelled(cancelled);
    } else if (mail instanceof RuntimeNews.MatchStopped stopped) {
      desk.stopped(stopped);
    } else if (mail instanceof MatchmakingMail.Close close) {
      desk.close(close);
    } else if (mail instanceof MatchmakingMail.ClientGone gone) {
      desk.gone(gone);
    } else if (mail instanceof MatchmakingMail.ClientLeft left) {
      desk.left(left);
    } else if (mail instanceof MatchmakingMail.PlaceTaken taken) {
      desk.taken(taken);
    } else if (mail instanceof RuntimeNews.CameUp up) {
      desk.cameUp(up);
    } else if (mail instanceof RuntimeNews.Ended ended) {
      desk.ended(ended);
    } else {
      throw new IllegalArgumentException("no such letter: " + mail);
    }
  }

  /** A new client wants to play. */
  long wants(String mode) {
    return wants(mode, null);
  }

  long wants(String mode, String attributes) {
    long client = client();
    wants(mode, attributes, client);
    return client;
  }

  void wants(String mode, String attributes, long client) {
    receive(wish(mode, attributes, client, List.of()));
  }

  List<Long> wantsParty(String mode, String attributes, int size) {
    List<Long> clients = new ArrayList<>();
    List<RuntimeNews.Companion> party = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      clients.add(client());
      if (i > 0) {
        party.add(new RuntimeNews.Companion(clients.get(i), clients.get(i) + 1));
      }
    }
    receive(wish(mode, attributes, clients.get(0), party));
    return clients;
  }

  RuntimeNews.MatchmakingWanted wish(
      String mode, String attributes, long client, List<RuntimeNews.Companion> party) {
    JsonValue said = attributes == null ? null : Json.value(attributes);
    return new RuntimeNews.MatchmakingWanted(id, client, client + 1, mode, RUNTIME, party, said);
  }

  /** The client wants to play, as the game server of this runtime says. */
  void wantsFrom(long runtime, String mode, long client) {
    receive(
        new RuntimeNews.MatchmakingWanted(id, client, client + 1, mode, runtime, List.of(), null));
  }

  void comesUp(Match match) {
    receive(new RuntimeNews.CameUp(id, RuntimeQualifier.MATCH, match.id()));
  }

  void fails(Match match) {
    receive(
        new RuntimeNews.Ended(id, RuntimeQualifier.MATCH, match.id(), false, "It did not start."));
  }

  private Board board() {
    return shards.inTransaction(() -> ledger.open(id).orElseThrow().board());
  }

  /** Who waits for the mode. */
  List<Long> waiting(String mode) {
    return board().waiting(mode).stream().map(Ticket::clientId).toList();
  }

  List<Instant> ages(String mode) {
    return board().waiting(mode).stream().map(Ticket::created).sorted().toList();
  }

  List<Match> matches() {
    return board().matches();
  }

  /** Who sits in the match. */
  List<Long> seated(Match match) {
    return board().seatsOf(match).stream().map(Seat::clientId).toList();
  }

  Instant dueAt() {
    return shards.inTransaction(
        () -> {
          Object moment =
              shards
                  .of(id)
                  .createNativeQuery("select due_at from matchmaker where id = ?1")
                  .setParameter(1, id)
                  .getSingleResult();
          return moment == null ? null : ((Timestamp) moment).toInstant();
        });
  }

  void records(String mode) {
    inTransaction(() -> ledger.record(ledger.open(id).orElseThrow(), mode, now()));
  }

  List<String> recorded(String mode) {
    return shards.inTransaction(
        () ->
            new Recordings(shards)
                .arrivals(id, mode).stream().map(Recordings.Arrival::attributes).toList());
  }

  /** What was sent by this matchmaker since this was asked last. */
  List<Mail> letters() {
    List<Mail> letters = new ArrayList<>();
    List<Letters.Letter> found =
        shards.inTransaction(
            () ->
                new Letters(shards, shards.holdings())
                    .due(1, now().plus(Duration.ofDays(1)), 10_000));
    for (Letters.Letter letter : found) {
      if (read.add(letter.seq())) {
        try {
          letters.add(
              Json.read(
                  letter.body(),
                  Class.forName("omgservers." + letter.kind()).asSubclass(Mail.class)));
        } catch (ClassNotFoundException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return letters;
  }

  List<String> reasons() {
    return letters().stream()
        .filter(RuntimeMail.MatchmakingFailed.class::isInstance)
        .map(mail -> ((RuntimeMail.MatchmakingFailed) mail).reason())
        .toList();
  }

  /** What is in memory is what is in the shard, and nobody waits and plays at once. */
  void requireSound() {
    Board kept = board();
    restart();
    Board fresh = board();
    List<Long> waiting = fresh.tickets().stream().map(Ticket::id).sorted().toList();
    if (!kept.tickets().stream().map(Ticket::id).sorted().toList().equals(waiting)) {
      throw new AssertionError("memory has other tickets than the shard");
    }
    Set<Long> seated = new HashSet<>();
    for (Match match : fresh.matches()) {
      for (Seat seat : fresh.seatsOf(match)) {
        if (!seated.add(seat.clientId()) || !fresh.ticketsOf(seat.clientId()).isEmpty()) {
          throw new AssertionError("client " + seat.clientId() + " is matched twice");
        }
      }
    }
  }
}
