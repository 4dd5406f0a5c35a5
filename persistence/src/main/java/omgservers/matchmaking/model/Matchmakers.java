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
          .addAll(
              "ticket of " + matchmaker,
              tickets,
              all -> MatchmakerRows.addTickets(shards.of(matchmaker), matchmaker, all));
    }
  }

  /** These seats are taken, in one statement. */
  public void addSeats(long matchmaker, List<Seat> seats) {
    if (!seats.isEmpty()) {
      MatchmakerRows.addSeats(shards.of(matchmaker), seats);
    }
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
    shards
        .gathered()
        .add(
            "match of " + matchmaker,
            match,
            all -> MatchmakerRows.write(shards.of(matchmaker), matchmaker, all));
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
