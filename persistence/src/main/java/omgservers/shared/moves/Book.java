package omgservers.shared.moves;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.sharding.Instances;

/**
 * What the directory knows of moves, for the one who does them. Each change is committed at once:
 * it is where the next one goes on after a crash.
 */
final class Book {
  private static final int FAILURES_MAX = 12;
  private static final int NOBODY_ELSE = 0x0038_0001;

  private final Connection directory;

  /** The book of this directory, over a connection that commits each statement. */
  Book(Connection directory) {
    this.directory = directory;
  }

  /** Whether this is the one connection that moves, until it is closed or says {@link #leave}. */
  boolean enter() throws SQLException {
    try (Statement statement = directory.createStatement();
        ResultSet row =
            statement.executeQuery("select pg_try_advisory_lock(%d)".formatted(NOBODY_ELSE))) {
      row.next();
      return row.getBoolean(1);
    }
  }

  /** Another may move. */
  void leave() throws SQLException {
    execute("select pg_advisory_unlock(%d)".formatted(NOBODY_ELSE));
  }

  /** The parts in the state, of all moves. */
  List<Part> in(Part.State state) throws SQLException {
    return parts("where p.state = '%s' order by move_id, slot".formatted(state));
  }

  /** Up to so many slots that are planned by the move and go the same way. */
  List<Part> next(long move, int max) throws SQLException {
    List<Part> first = parts(planned(move) + " order by slot limit 1");
    if (first.isEmpty()) {
      return first;
    }
    return parts(
        "%s and source = %d and target = %d order by slot limit %d"
            .formatted(planned(move), first.get(0).source(), first.get(0).target(), max));
  }

  private static String planned(long move) {
    return "where move_id = %d and p.state = '%s'".formatted(move, Part.State.PLANNED);
  }

  private List<Part> parts(String where) throws SQLException {
    List<Part> parts = new ArrayList<>();
    try (Statement statement = directory.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select move_id, slot, source, target from slot_move_part p " + where)) {
      while (rows.next()) {
        parts.add(new Part(rows.getLong(1), rows.getInt(2), rows.getInt(3), rows.getInt(4)));
      }
    }
    return parts;
  }

  /** The parts go on to the state; those that were cancelled meanwhile do not. */
  int advance(Collection<Part> parts, Part.State from, Part.State to) throws SQLException {
    int changed = 0;
    for (Part part : parts) {
      changed +=
          update(
              "update slot_move_part set state = ? where move_id = ? and slot = ? and state = ?",
              to.name(),
              part.move(),
              part.slot(),
              from.name());
    }
    return changed;
  }

  /** So many rows were compared. */
  void counted(long move, Map<Integer, Long> rows) throws SQLException {
    for (Map.Entry<Integer, Long> each : rows.entrySet()) {
      update(
          "update slot_move_part set row_count = ? where move_id = ? and slot = ?",
          each.getValue(),
          move,
          each.getKey());
    }
  }

  /** The first move that is due, if any. */
  Optional<Long> due() throws SQLException {
    return number("select id from slot_move where due_at <= now() order by id limit 1");
  }

  /** Whether somebody wants the move to go on no further. */
  boolean isCancelled(long move) throws SQLException {
    return number("select 1 from slot_move where state = 'CANCELLING' and id = " + move)
        .isPresent();
  }

  private Optional<Long> number(String sql) throws SQLException {
    try (Statement statement = directory.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
    }
  }

  /** Nothing is left to move. */
  void finish(long move) throws SQLException {
    end(move, "case state when 'CANCELLING' then 'CANCELLED' else 'DONE' end");
  }

  private void end(long move, String state) throws SQLException {
    Sql.transaction(
        directory,
        () -> {
          update(
              "update slot_move_part set state = 'CANCELLED', ended_at = now()"
                  + " where move_id = ? and state = 'PLANNED'",
              move);
          update(
              "update slot_move set state = "
                  + state
                  + ", ended_at = now(), due_at = null where id = ?",
              move);
        });
  }

  /** What went back to be moved by a move that has ended meanwhile is not. */
  void tidy() throws SQLException {
    update(
        """
        update slot_move_part p set state = 'CANCELLED', ended_at = now() from slot_move m
        where m.id = p.move_id and m.ended_at is not null and p.state = 'PLANNED'
        """);
  }

  /** It goes on well: earlier failures count no more. */
  void progressed(long move) throws SQLException {
    update("update slot_move set attempts = 0, reason = null where id = ?", move);
  }

  /** The move could not go on: it is tried again after a pause that grows, and given up at last. */
  void failed(long move, String reason) throws SQLException {
    update(
        """
        update slot_move set attempts = attempts + 1, reason = ?,
            due_at = now() + interval '1 second' * least(power(2, attempts), 60) where id = ?
        """,
        reason,
        move);
    if (number(
            "select 1 from slot_move where attempts >= %d and id = %d"
                .formatted(FAILURES_MAX, move))
        .isPresent()) {
      end(move, "'FAILED'");
    }
  }

  /** Nobody begins to work on the slot until it is opened; the version of the map. */
  long close(Part part) throws SQLException {
    return change(
        part,
        Part.State.COPIED,
        Part.State.CLOSED,
        "update slot_map set closed = true where slot = ?");
  }

  /** The slot stays where it is, and is open. */
  long reopen(Part part) throws SQLException {
    return change(
        part,
        Part.State.CLOSED,
        Part.State.PLANNED,
        "update slot_map set closed = false where slot = ?");
  }

  /** The slot is on the other shard now: there is no way back. */
  long change(Part part) throws SQLException {
    return change(
        part,
        Part.State.CLOSED,
        Part.State.SWITCHED,
        "update slot_map set shard = %d where slot = ?".formatted(part.target()));
  }

  /** The slot is open where it is now; it was closed for so long. */
  long open(Part part, Duration pause) throws SQLException {
    update(
        "update slot_move_part set pause_ms = ?, ended_at = now() where move_id = ? and slot = ?",
        (int) pause.toMillis(),
        part.move(),
        part.slot());
    return change(
        part,
        Part.State.SWITCHED,
        Part.State.DONE,
        "update slot_map set closed = false where slot = ?");
  }

  private long change(Part part, Part.State from, Part.State to, String map) throws SQLException {
    long[] version = new long[1];
    Sql.transaction(
        directory,
        () -> {
          if (advance(List.of(part), from, to) != 1) {
            throw new SQLException("slot " + part.slot() + " is not " + from + " any more");
          }
          update(map, part.slot());
          update("update slot_map_version set version = version + 1");
          version[0] = number("select version from slot_map_version").orElseThrow();
          execute("select pg_notify('%s', '%d')".formatted(Moves.CHANNEL, version[0]));
        });
    return version[0];
  }

  /** The number of an instance that lives and does not follow the map yet, if there is one. */
  Optional<Long> behind(long version) throws SQLException {
    return number(
        living()
            + "(map_token is distinct from token or coalesce(map_version, 0) < %d)"
                .formatted(version));
  }

  /** The number of an instance that lives and does not know the shard, if there is one. */
  Optional<Long> ignorantOf(int shard) throws SQLException {
    return number(
        living()
            + "(map_token is distinct from token or coalesce(map_shards, 0) <= %d)"
                .formatted(shard));
  }

  private static String living() {
    return "select number from instance where seen > now() - interval '%d seconds' and "
        .formatted(Instances.LEASE.toSeconds());
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement update = directory.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        update.setObject(i + 1, values[i]);
      }
      return update.executeUpdate();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = directory.createStatement()) {
      statement.execute(sql);
    }
  }
}
