package omgservers.matchmaking.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omgservers.shared.sharding.Shards;

/** Tickets of a mode as they came, without names and within bounds. */
@ApplicationScoped
public class Recordings {
  /** A recording holds this many tickets; then it is full. */
  public static final int TICKETS_MAX = 10_000;

  /** A recording ends after this time. */
  public static final Duration LENGTH_MAX = Duration.ofHours(24);

  private final Shards shards;

  /** Recordings on these shards. */
  @Inject
  public Recordings(Shards shards) {
    this.shards = shards;
  }

  protected Recordings() {
    this(null);
  }

  /** A recording: since when, and how many tickets it has. */
  public record Recording(Instant started, int tickets) {
    /** Whether tickets that come now belong into it. */
    public boolean takes(Instant now) {
      return tickets < TICKETS_MAX && started.plus(LENGTH_MAX).isAfter(now);
    }
  }

  /** A ticket that came so many milliseconds after the begin. */
  public record Arrival(long after, int size, String attributes) {}

  /** A new recording of the mode, in place of the one before. */
  public void begin(long matchmaker, String mode, Instant now) {
    end(matchmaker, mode);
    shards
        .of(matchmaker)
        .createNativeQuery("insert into ticket_recording values (?1, ?2, ?3)")
        .setParameter(1, matchmaker)
        .setParameter(2, mode)
        .setParameter(3, Timestamp.from(now))
        .executeUpdate();
  }

  /** The recording of the mode is thrown away; false if there was none. */
  public boolean end(long matchmaker, String mode) {
    return shards
            .of(matchmaker)
            .createNativeQuery(
                "delete from ticket_recording where matchmaker_id = ?1 and mode = ?2")
            .setParameter(1, matchmaker)
            .setParameter(2, mode)
            .executeUpdate()
        > 0;
  }

  /** The recordings of the matchmaker, by mode. */
  public Map<String, Recording> of(long matchmaker) {
    List<?> rows =
        shards
            .of(matchmaker)
            .createNativeQuery(
                """
                select r.mode, r.started, count(t.number) from ticket_recording r
                left join recorded_ticket t
                  on t.matchmaker_id = r.matchmaker_id and t.mode = r.mode
                where r.matchmaker_id = ?1 group by r.mode, r.started
                """)
            .setParameter(1, matchmaker)
            .getResultList();
    Map<String, Recording> found = new HashMap<>();
    for (Object row : rows) {
      Object[] parts = (Object[]) row;
      found.put(
          (String) parts[0],
          new Recording(((Timestamp) parts[1]).toInstant(), ((Number) parts[2]).intValue()));
    }
    return found;
  }

  /** A ticket came. */
  public void add(long matchmaker, String mode, int number, Arrival ticket) {
    shards
        .of(matchmaker)
        .createNativeQuery("insert into recorded_ticket values (?1, ?2, ?3, ?4, ?5, ?6)")
        .setParameter(1, matchmaker)
        .setParameter(2, mode)
        .setParameter(3, number)
        .setParameter(4, ticket.after)
        .setParameter(5, ticket.size)
        .setParameter(6, ticket.attributes)
        .executeUpdate();
  }

  /** What was recorded, in the order in which it came. */
  public List<Arrival> arrivals(long matchmaker, String mode) {
    List<?> rows =
        shards
            .of(matchmaker)
            .createNativeQuery(
                """
                select after_ms, size, attributes from recorded_ticket
                where matchmaker_id = ?1 and mode = ?2 order by number
                """)
            .setParameter(1, matchmaker)
            .setParameter(2, mode)
            .setMaxResults(TICKETS_MAX)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(
            row ->
                new Arrival(
                    ((Number) row[0]).longValue(), ((Number) row[1]).intValue(), (String) row[2]))
        .toList();
  }
}
