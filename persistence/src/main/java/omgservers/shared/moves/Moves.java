package omgservers.shared.moves;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omgservers.shared.paging.Slice;
import omgservers.shared.sharding.Shards;
import omgservers.shared.sharding.Slots;

/** Moves of slots in the directory: what was asked for, and how far it is. */
@ApplicationScoped
public class Moves {
  /** The name on which the directory tells of changes of the map. */
  public static final String CHANNEL = "omgservers_slot_map";

  private static final String SELECT =
      """
      select m.id, m.kind, m.state, m.created, m.created_by, m.ended_at, m.attempts, m.reason,
          count(p.slot), count(p.slot) filter (where p.state = 'DONE'),
          coalesce(sum(p.row_count) filter (where p.state = 'DONE'), 0), max(p.pause_ms)
      from slot_move m left join slot_move_part p on p.move_id = m.id
      """;

  private final Shards shards;

  /** Moves in the directory of these shards. */
  @Inject
  public Moves(Shards shards) {
    this.shards = shards;
  }

  protected Moves() {
    this(null);
  }

  /** What is to be reached. */
  public enum Kind {
    /** These slots lie on that shard. */
    MOVE,
    /** No slot lies on the shard. */
    DRAIN,
    /** All shards have as many slots. */
    REBALANCE
  }

  /** How far a move is. */
  public enum State {
    /** It moves slots, or waits to try again. */
    RUNNING,
    /** It brings to an end what it has begun. */
    CANCELLING,
    /** All of its slots are where they should be. */
    DONE,
    /** Somebody ended it; slots that had moved stay where they are. */
    CANCELLED,
    /** It was given up, for the reason that it tells. */
    FAILED
  }

  /** Why a move does not go on, and how often in a row. */
  public record Trouble(int attempts, String reason) {}

  /** How many of a move's slots have moved, with how many rows, and how long one was closed. */
  public record Progress(int slots, int moved, long rows, Integer longestPauseMillis) {}

  /** A move; the end is null while there is none. */
  public record Move(
      long id,
      Kind kind,
      State state,
      Instant created,
      long createdBy,
      Instant ended,
      Trouble trouble,
      Progress progress) {}

  /** A slot that is to go to another shard. */
  public record Wish(int slot, int source, int target) {}

  /** A move that begins soon. */
  public void add(long id, Kind kind, List<Wish> wishes, long by, Instant now) {
    shards
        .directory()
        .createNativeQuery(
            """
            insert into slot_move (id, kind, state, created, created_by, due_at)
            values (?1, ?2, 'RUNNING', ?3, ?4, ?3)
            """)
        .setParameter(1, id)
        .setParameter(2, kind.name())
        .setParameter(3, Timestamp.from(now))
        .setParameter(4, by)
        .executeUpdate();
    shards
        .directory()
        .createNativeQuery(
            """
            insert into slot_move_part (move_id, slot, source, target, state)
            select ?1, p.slot, p.source, p.target, 'PLANNED'
            from unnest(?2, ?3, ?4) as p(slot, source, target)
            """)
        .setParameter(1, id)
        .setParameter(2, wishes.stream().map(Wish::slot).toArray(Integer[]::new))
        .setParameter(3, wishes.stream().map(Wish::source).toArray(Integer[]::new))
        .setParameter(4, wishes.stream().map(Wish::target).toArray(Integer[]::new))
        .executeUpdate();
  }

  /**
   * For each slot the shard where it is, or to which it is on its way; nobody else plans until the
   * present transaction ends.
   */
  public List<Wish> places() {
    shards
        .directory()
        .createNativeQuery("select version from slot_map_version for update")
        .getSingleResult();
    List<?> rows =
        shards
            .directory()
            .createNativeQuery(
                """
                select m.slot, m.shard, coalesce(p.target, m.shard) from slot_map m
                left join slot_move_part p
                  on p.slot = m.slot and p.state not in ('DONE', 'CANCELLED')
                order by m.slot
                """)
            .setMaxResults(Slots.COUNT)
            .getResultList();
    List<Wish> places = new ArrayList<>();
    for (Object row : rows) {
      Object[] columns = (Object[]) row;
      places.add(new Wish(number(columns[0]), number(columns[1]), number(columns[2])));
    }
    return places;
  }

  private static int number(Object value) {
    return ((Number) value).intValue();
  }

  /** Some of the moves. */
  public List<Move> list(Slice slice) {
    String direction = slice.newestFirst() ? "desc" : "asc";
    String beyond =
        slice.beyond() == null ? "" : " where m.id " + (slice.newestFirst() ? "<" : ">") + " ?1";
    Query query =
        shards
            .directory()
            .createNativeQuery(SELECT + beyond + " group by m.id order by m.id " + direction)
            .setMaxResults(slice.fetched());
    if (slice.beyond() != null) {
      query.setParameter(1, slice.beyond());
    }
    return moves(query);
  }

  private static List<Move> moves(Query query) {
    List<Move> moves = new ArrayList<>();
    for (Object row : query.getResultList()) {
      moves.add(move((Object[]) row));
    }
    return moves;
  }

  /** The move, if it exists. */
  public Optional<Move> find(long id) {
    Query query = shards.directory().createNativeQuery(SELECT + " where m.id = ?1 group by m.id");
    return moves(query.setParameter(1, id)).stream().findFirst();
  }

  private static Move move(Object[] row) {
    return new Move(
        ((Number) row[0]).longValue(),
        Kind.valueOf((String) row[1]),
        State.valueOf((String) row[2]),
        ((Timestamp) row[3]).toInstant(),
        ((Number) row[4]).longValue(),
        row[5] == null ? null : ((Timestamp) row[5]).toInstant(),
        new Trouble(number(row[6]), (String) row[7]),
        new Progress(
            number(row[8]),
            number(row[9]),
            ((Number) row[10]).longValue(),
            row[11] == null ? null : number(row[11])));
  }

  /** The move goes on no further than it must; false when it has ended. */
  public boolean cancel(long id) {
    return shards
            .directory()
            .createNativeQuery(
                "update slot_move set state = 'CANCELLING', due_at = now()"
                    + " where id = ?1 and state = 'RUNNING'")
            .setParameter(1, id)
            .executeUpdate()
        == 1;
  }

  /** The instance works by this version of the map alone, and knows so many shards. */
  public void follows(int instance, String token, long version) {
    String sql =
        """
        update instance set map_version = ?, map_shards = ?, map_token = token
        where number = ? and token = ?
        """;
    try (Connection directory = shards.directoryConnection();
        PreparedStatement update = directory.prepareStatement(sql)) {
      update.setLong(1, version);
      update.setInt(2, shards.count());
      update.setInt(3, instance);
      update.setString(4, token);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("The directory cannot be told: " + e.getMessage(), e);
    }
  }
}
