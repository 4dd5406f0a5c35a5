package omgservers.matchmaking.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import omgservers.shared.paging.Listing;
import omgservers.shared.paging.Slice;
import omgservers.shared.paging.Tally;
import omgservers.shared.sharding.Shards;

/** Matchmakers with their tickets, matches and seats; each matchmaker on one shard. */
@ApplicationScoped
public class Matchmakers {
  /** Lists of the tickets of some clients are no longer than this. */
  private static final int TICKETS_MAX = 10_000;

  /** All tickets of a matchmaker: what its modes may hold together. */
  private static final int ALL_MAX = 2_000_000;

  /** A matchmaker has at most this many matches at once. */
  public static final int MATCHES_MAX = 10_000;

  private static final int SEATS_MAX = 100_000;

  private final Shards shards;

  /** Matchmakers of these shards. */
  @Inject
  public Matchmakers(Shards shards) {
    this.shards = shards;
  }

  protected Matchmakers() {
    this(null);
  }

  /**
   * The matchmaker, so that nobody else changes it meanwhile; without a statement where the present
   * transaction holds it already.
   */
  public Optional<Matchmaker> hold(long id) {
    EntityManager entityManager = shards.of(id);
    Matchmaker found = entityManager.find(Matchmaker.class, id);
    if (found != null && entityManager.getLockMode(found) != LockModeType.PESSIMISTIC_WRITE) {
      entityManager.refresh(found, LockModeType.PESSIMISTIC_WRITE);
    }
    return Optional.ofNullable(found);
  }

  /** A new matchmaker, ticket, match or seat at the matchmaker. */
  public void add(long matchmaker, Object entity) {
    shards.of(matchmaker).persist(entity);
  }

  /** Removes a ticket, match or seat of the matchmaker. */
  public void remove(long matchmaker, Object entity) {
    shards.of(matchmaker).remove(entity);
  }

  /** The matchmaker. */
  public Optional<Matchmaker> find(long id) {
    return shards.find(Matchmaker.class, id);
  }

  /** The matchmaker, so that nobody else changes it meanwhile. */
  public Optional<Matchmaker> lock(long id) {
    return shards.lock(Matchmaker.class, id);
  }

  /** The tickets that wait, oldest first. */
  public List<Ticket> tickets(long matchmaker) {
    return shards
        .of(matchmaker)
        .createQuery(
            """
            select t from Ticket t where t.matchmakerId = :matchmaker order by t.created, t.id
            """,
            Ticket.class)
        .setParameter("matchmaker", matchmaker)
        .setMaxResults(ALL_MAX)
        .getResultList();
  }

  private static final String MOMENT = "timestamptz 'epoch' + %s * interval '1 millisecond'";

  /** Does the work; what it adds is written when it is done, with one statement for each table. */
  public void together(Runnable work) {
    shards.gathered().together(work);
  }

  /** Writes what the present transaction has kept back, for statements that have to see it. */
  public void flush() {
    shards.gathered().flush();
  }

  /** These tickets come, in one statement, with others of the present transaction. */
  public void addTickets(long matchmaker, List<Ticket> tickets) {
    if (!tickets.isEmpty()) {
      shards
          .gathered()
          .addAll("ticket of " + matchmaker, tickets, all -> insertTickets(matchmaker, all));
    }
  }

  private void insertTickets(long matchmaker, List<Ticket> tickets) {
    var insert =
        shards
            .of(matchmaker)
            .createNativeQuery(
                """
                insert into ticket (id, matchmaker_id, client_id, user_id, mode, asked_by, created,
                    party_id, attributes)
                select t.id, ?1, t.client, t.account, t.mode, t.asked, %s, t.party, t.said
                from unnest(?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                  as t(id, client, account, mode, asked, created, party, said)
                """
                    .formatted(MOMENT.formatted("t.created")));
    insert
        .setParameter(1, matchmaker)
        .setParameter(2, numbers(tickets, Ticket::id))
        .setParameter(3, numbers(tickets, Ticket::clientId))
        .setParameter(4, numbers(tickets, Ticket::userId))
        .setParameter(5, tickets.stream().map(Ticket::mode).toArray(String[]::new))
        .setParameter(6, numbers(tickets, Ticket::askedBy))
        .setParameter(7, numbers(tickets, ticket -> ticket.created().toEpochMilli()))
        .setParameter(8, numbers(tickets, Ticket::partyId))
        .setParameter(
            9,
            tickets.stream().map(ticket -> ticket.attributes().orElse(null)).toArray(String[]::new))
        .executeUpdate();
  }

  private static <T> Long[] numbers(List<T> rows, Function<T, Long> number) {
    return rows.stream().map(number).toArray(Long[]::new);
  }

  /** These seats are taken, in one statement. */
  public void addSeats(long matchmaker, List<Seat> seats) {
    if (seats.isEmpty()) {
      return;
    }
    var insert =
        shards
            .of(matchmaker)
            .createNativeQuery(
                """
                insert into seat (id, client_id, match_id, user_id, group_name, asked_by,
                    ticket_created, party_id, attributes)
                select s.id, s.client, s.match, s.account, s.side, s.asked, %s, s.party, s.said
                from unnest(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                  as s(id, client, match, account, side, asked, created, party, said)
                """
                    .formatted(MOMENT.formatted("s.created")));
    insert
        .setParameter(1, numbers(seats, Seat::id))
        .setParameter(2, numbers(seats, Seat::clientId))
        .setParameter(3, numbers(seats, Seat::matchId))
        .setParameter(4, numbers(seats, Seat::userId))
        .setParameter(5, seats.stream().map(Seat::groupName).toArray(String[]::new))
        .setParameter(6, numbers(seats, Seat::askedBy))
        .setParameter(7, numbers(seats, seat -> seat.ticketCreated().toEpochMilli()))
        .setParameter(8, numbers(seats, Seat::party))
        .setParameter(
            9, seats.stream().map(seat -> seat.attributes().orElse(null)).toArray(String[]::new))
        .executeUpdate();
  }

  /** These tickets go. */
  public void removeTickets(long matchmaker, Collection<Long> ids) {
    removeAll(matchmaker, "ticket", ids);
  }

  /** These seats go. */
  public void removeSeats(long matchmaker, Collection<Long> ids) {
    removeAll(matchmaker, "seat", ids);
  }

  private void removeAll(long matchmaker, String table, Collection<Long> ids) {
    if (!ids.isEmpty()) {
      flush();
      var delete =
          shards.of(matchmaker).createNativeQuery("delete from " + table + " where id = any(?1)");
      delete.setParameter(1, ids.toArray(new Long[0])).executeUpdate();
    }
  }

  /** Writes a match as it is in memory, a new one or one that has changed. */
  public void write(Match match) {
    long matchmaker = match.matchmakerId();
    shards.gathered().add("match of " + matchmaker, match, all -> upsert(matchmaker, all));
  }

  private void upsert(long matchmaker, List<Match> written) {
    List<Match> matches = written.stream().distinct().toList();
    var upsert =
        shards
            .of(matchmaker)
            .createNativeQuery(
                """
                insert into match (id, matchmaker_id, runtime_id, mode, state, created, founder,
                    region)
                select m.id, ?1, m.runtime, m.mode, m.state, %s, m.founder, m.region
                from unnest(?2, ?3, ?4, ?5, ?6, ?7, ?8)
                  as m(id, runtime, mode, state, created, founder, region)
                on conflict (id) do update set state = excluded.state,
                    founder = excluded.founder, region = excluded.region
                """
                    .formatted(MOMENT.formatted("m.created")));
    upsert
        .setParameter(1, matchmaker)
        .setParameter(2, numbers(matches, Match::id))
        .setParameter(3, numbers(matches, Match::runtimeId))
        .setParameter(4, matches.stream().map(Match::mode).toArray(String[]::new))
        .setParameter(5, matches.stream().map(match -> match.state().name()).toArray(String[]::new))
        .setParameter(6, numbers(matches, match -> match.created().toEpochMilli()))
        .setParameter(
            7, matches.stream().map(match -> match.founder().orElse(null)).toArray(String[]::new))
        .setParameter(
            8, matches.stream().map(match -> match.region().orElse(null)).toArray(String[]::new))
        .executeUpdate();
  }

  /** The match has ended. */
  public void removeMatch(long matchmaker, long id) {
    removeAll(matchmaker, "match", List.of(id));
  }

  /** The match. */
  public Optional<Match> match(long id) {
    return shards.find(Match.class, id);
  }

  /** The match of the matchmaker, if it is its own. */
  public Optional<Match> match(long matchmaker, long id) {
    return shards
        .findBeside(Match.class, matchmaker, id)
        .filter(match -> match.matchmakerId() == matchmaker);
  }

  /** The ticket of the matchmaker, if it is its own. */
  public Optional<Ticket> ticket(long matchmaker, long id) {
    return shards
        .findBeside(Ticket.class, matchmaker, id)
        .filter(ticket -> ticket.matchmakerId() == matchmaker);
  }

  /** Matches of the matchmaker; null means of any mode, in any state. */
  public List<Match> listMatches(long matchmaker, String mode, Match.State state, Slice slice) {
    return new Listing<>(Match.class, slice)
        .where("e.matchmakerId = :matchmaker", "matchmaker", matchmaker)
        .where("e.mode = :mode", "mode", mode)
        .where("e.state = :state", "state", state)
        .fetch(shards.of(matchmaker));
  }

  /** Tickets of the matchmaker for the mode. */
  public List<Ticket> listTickets(long matchmaker, String mode, Slice slice) {
    return new Listing<>(Ticket.class, slice)
        .where("e.matchmakerId = :matchmaker", "matchmaker", matchmaker)
        .where("e.mode = :mode", "mode", mode)
        .fetch(shards.of(matchmaker));
  }

  /** The tickets of all these clients that lie on the shard. */
  public List<Ticket> ticketsOf(int shard, Collection<Long> clients) {
    return clients.isEmpty()
        ? List.of()
        : shards
            .shard(shard)
            .createQuery(
                "select t from Ticket t where t.clientId in :clients order by t.id", Ticket.class)
            .setParameter("clients", clients)
            .setMaxResults(TICKETS_MAX)
            .getResultList();
  }

  /** The seats of all these clients that lie on the shard. */
  public List<Seat> seatsOf(int shard, Collection<Long> clients) {
    return clients.isEmpty()
        ? List.of()
        : shards
            .shard(shard)
            .createQuery(
                "select s from Seat s where s.clientId in :clients order by s.id", Seat.class)
            .setParameter("clients", clients)
            .setMaxResults(TICKETS_MAX)
            .getResultList();
  }

  /** How many matches each of these matchmakers has, of those that lie on the shard. */
  public Map<Long, Long> matchCounts(int shard, Collection<Long> matchmakers) {
    return Tally.of(
        shards.shard(shard),
        """
        select m.matchmakerId, count(m) from Match m where m.matchmakerId in :ids
        group by m.matchmakerId
        """,
        matchmakers);
  }

  /** How many players each of these matches of the matchmaker has. */
  public Map<Long, Long> seatCounts(long matchmaker, Collection<Long> matches) {
    return Tally.of(
        shards.of(matchmaker),
        "select s.matchId, count(s) from Seat s where s.matchId in :ids group by s.matchId",
        matches);
  }

  /** How many tickets wait for a mode, and since when the oldest does. */
  public record Waiting(String mode, long tickets, Instant oldest) {}

  /** Who waits at the matchmaker, by mode. */
  public List<Waiting> waiting(long matchmaker) {
    List<?> rows =
        shards
            .of(matchmaker)
            .createNativeQuery(
                "select mode, count(*), min(created) from ticket where matchmaker_id = ?1"
                    + " group by mode")
            .setParameter(1, matchmaker)
            .setMaxResults(MATCHES_MAX)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(
            row ->
                new Waiting(
                    (String) row[0],
                    ((Number) row[1]).longValue(),
                    ((Timestamp) row[2]).toInstant()))
        .toList();
  }

  /** How many matches of a mode take players, and how many players these have. */
  public record Playing(String mode, long matches, long players) {}

  /** The matches of the matchmaker that take players, by mode. */
  public List<Playing> playing(long matchmaker) {
    List<?> rows =
        shards
            .of(matchmaker)
            .createNativeQuery(
                """
                select m.mode, count(distinct m.id), count(s.id)
                from match m left join seat s on s.match_id = m.id
                where m.matchmaker_id = ?1 and m.state <> 'CLOSED' group by m.mode
                """)
            .setParameter(1, matchmaker)
            .setMaxResults(MATCHES_MAX)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(
            row ->
                new Playing(
                    (String) row[0], ((Number) row[1]).longValue(), ((Number) row[2]).longValue()))
        .toList();
  }

  /** The matches that have not ended, oldest first. */
  public List<Match> matches(long matchmaker) {
    return shards
        .of(matchmaker)
        .createQuery(
            "select m from Match m where m.matchmakerId = :matchmaker order by m.id", Match.class)
        .setParameter("matchmaker", matchmaker)
        .setMaxResults(MATCHES_MAX)
        .getResultList();
  }

  /** Whether a match of the matchmaker has not ended. */
  public boolean hasMatches(long matchmaker) {
    return !shards
        .of(matchmaker)
        .createNativeQuery("select 1 from match where matchmaker_id = ?1 limit 1")
        .setParameter(1, matchmaker)
        .getResultList()
        .isEmpty();
  }

  /** The seats of all matches of the matchmaker. */
  public List<Seat> seats(long matchmaker) {
    return shards
        .of(matchmaker)
        .createQuery(
            """
            select s from Seat s, Match m
            where s.matchId = m.id and m.matchmakerId = :matchmaker order by s.clientId
            """,
            Seat.class)
        .setParameter("matchmaker", matchmaker)
        .setMaxResults(SEATS_MAX)
        .getResultList();
  }

  /** The seats of the match. */
  public List<Seat> seatsOf(long match) {
    return shards
        .of(match)
        .createQuery(
            "select s from Seat s where s.matchId = :match order by s.clientId", Seat.class)
        .setParameter("match", match)
        .setMaxResults(SEATS_MAX)
        .getResultList();
  }
}
