package omgservers.matchmaking.model;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.Function;
import omgservers.shared.sharding.Shards;

/** Writes many rows of a matchmaker with one statement for each table. */
final class MatchmakerRows {
  private static final String MOMENT = "timestamptz 'epoch' + %s * interval '1 millisecond'";

  private MatchmakerRows() {}

  /** Adds tickets to the matchmaker. */
  static void addTickets(EntityManager entityManager, long matchmaker, List<Ticket> tickets) {
    var insert =
        Shards.adding(
            entityManager,
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

  /** Adds seats. */
  static void addSeats(EntityManager entityManager, List<Seat> seats) {
    var insert =
        Shards.adding(
            entityManager,
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

  /** Writes matches of the matchmaker, new ones or ones that have changed. */
  static void write(EntityManager entityManager, long matchmaker, List<Match> written) {
    List<Match> matches = written.stream().distinct().toList();
    var upsert =
        Shards.adding(
            entityManager,
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

  private static <T> Long[] numbers(List<T> rows, Function<T, Long> number) {
    return rows.stream().map(number).toArray(Long[]::new);
  }
}
