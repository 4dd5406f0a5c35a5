package omgservers.matchmaking.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/** Matchmakers with their tickets, matches and seats; each matchmaker on one shard. */
@ApplicationScoped
public class Matchmakers {
  /** A matchmaker holds at most this many waiting tickets. */
  public static final int TICKETS_MAX = 10_000;

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

  /** A new matchmaker, ticket, match or seat at the matchmaker. */
  public void add(long matchmaker, Object entity) {
    shards.of(matchmaker).persist(entity);
  }

  /** Removes a ticket, match or seat of the matchmaker. */
  public void remove(long matchmaker, Object entity) {
    shards.of(matchmaker).remove(entity);
  }

  /** Writes what was changed so far, so that rows that go make place for rows that come. */
  public void flush(long matchmaker) {
    shards.of(matchmaker).flush();
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
        .setMaxResults(TICKETS_MAX)
        .getResultList();
  }

  /** How many tickets wait. */
  public long depth(long matchmaker) {
    return shards
        .of(matchmaker)
        .createQuery("select count(t) from Ticket t where t.matchmakerId = :matchmaker", Long.class)
        .setParameter("matchmaker", matchmaker)
        .getSingleResult();
  }

  /** The tickets of the client. */
  public List<Ticket> ticketsOf(long matchmaker, long client) {
    return shards
        .of(matchmaker)
        .createQuery(
            """
            select t from Ticket t where t.matchmakerId = :matchmaker and t.clientId = :client
            """,
            Ticket.class)
        .setParameter("matchmaker", matchmaker)
        .setParameter("client", client)
        .setMaxResults(TICKETS_MAX)
        .getResultList();
  }

  /** The match. */
  public Optional<Match> match(long id) {
    return shards.find(Match.class, id);
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

  /** The seats of the client in matches of the matchmaker. */
  public List<Seat> seatsOfClient(long matchmaker, long client) {
    return shards
        .of(matchmaker)
        .createQuery(
            """
            select s from Seat s, Match m
            where s.matchId = m.id and m.matchmakerId = :matchmaker and s.clientId = :client
            """,
            Seat.class)
        .setParameter("matchmaker", matchmaker)
        .setParameter("client", client)
        .setMaxResults(SEATS_MAX)
        .getResultList();
  }
}
