package omgservers.shared.moves;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/**
 * Rows of slots on their way from one shard to another: copied to where nobody looks, kept up with
 * the changes, compared, and at last put in place there and taken away here.
 */
final class Transfer {
  /** So many changes are carried over at a time. */
  static final int CHANGES_MAX = 2_000;

  private final Connection source;
  private final Connection target;
  private final List<SlotTable> tables;
  private final Throttle throttle;

  /** A transfer of these tables, no faster than this. */
  Transfer(Connection source, Connection target, List<SlotTable> tables, Throttle throttle) {
    this.source = source;
    this.target = target;
    this.tables = tables;
    this.throttle = throttle;
  }

  /** How many rows a slot has in a table, and their checksum. */
  record Sum(String table, int slot, long rows, String checksum) {}

  /** Copies all rows of the slots; whatever was copied before goes. */
  void copy(Collection<Integer> slots) throws SQLException {
    Sql.transaction(
        target,
        () -> execute(target, tables.stream().flatMap(table -> table.stage().stream()).toList()));
    for (SlotTable table : tables) {
      Sql.snapshot(source, () -> pipe(table.copyOut(slots), table.copyIn(), throttle::passed));
      throttle.rest();
    }
    copyUnplaced();
  }

  /** Letters received by an instance of an earlier version: remembered wherever they may come. */
  private void copyUnplaced() throws SQLException {
    Sql.transaction(
        target,
        () -> {
          execute(
              target,
              List.of(
                  "create temporary table unplaced (id uuid, received timestamptz) on commit drop"));
          pipe(
              "copy (select id, received from inbox where slot is null) to stdout (format binary)",
              "copy unplaced (id, received) from stdin (format binary)",
              throttle::passed);
          execute(
              target,
              List.of(
                  "insert into inbox (id, received) select id, received from unplaced"
                      + " on conflict do nothing"));
        });
  }

  /**
   * Carries over what was noted as changed; how many notes there were. It is repeated with the same
   * result after a crash: what a note leads to is the present row.
   */
  int catchUp(Collection<Integer> slots) throws SQLException {
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    List<Long> notes = new ArrayList<>();
    Sql.snapshot(
        source,
        () -> {
          read(slots, CHANGES_MAX, keys, notes);
          carryAll(slots, keys, notes);
        });
    if (!notes.isEmpty()) {
      try (PreparedStatement delete =
          source.prepareStatement("delete from slot_change where seq = any(?)")) {
        delete.setArray(1, source.createArrayOf("int8", notes.toArray(new Long[0])));
        delete.executeUpdate();
      }
    }
    return notes.size();
  }

  private void read(
      Collection<Integer> slots, int max, Map<String, Set<String>> keys, List<Long> notes)
      throws SQLException {
    String sql =
        """
        select seq, table_name, cast(key as text) from slot_change where slot = any(?)
        order by seq limit ?
        """;
    try (PreparedStatement select = source.prepareStatement(sql)) {
      select.setArray(1, Sql.ints(source, slots));
      select.setInt(2, max);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          notes.add(rows.getLong(1));
          keys.computeIfAbsent(rows.getString(2), table -> new TreeSet<>()).add(rows.getString(3));
        }
      }
    }
  }

  /** Carries over what was noted, and compares what was carried. */
  private void carryAll(Collection<Integer> slots, Map<String, Set<String>> keys, List<Long> notes)
      throws SQLException {
    if (notes.isEmpty()) {
      return;
    }
    long upTo = notes.get(notes.size() - 1);
    Sql.transaction(target, () -> carry(slots, keys, upTo));
    for (SlotTable table : tables) {
      Set<String> changed = keys.get(table.name());
      if (changed != null) {
        Set<Sum> here = keyedSum(source, table, false, changed);
        Set<Sum> there = keyedSum(target, table, true, changed);
        if (!here.equals(there)) {
          throw new Differs(table.name(), here, there);
        }
      }
    }
  }

  private static Set<Sum> keyedSum(
      Connection connection, SlotTable table, boolean copied, Set<String> keys)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(table.keyedChecksums(copied))) {
      select.setArray(1, connection.createArrayOf("text", keys.toArray(new String[0])));
      return sums(table, select.executeQuery());
    }
  }

  private void carry(Collection<Integer> slots, Map<String, Set<String>> keys, long upTo)
      throws SQLException {
    for (SlotTable table : tables) {
      Set<String> changed = keys.get(table.name());
      if (changed != null) {
        delete(target, table.dropStaged(), changed);
        pipe(table.copyChanged(slots, upTo), table.copyIn(), throttle::held);
      }
    }
  }

  /**
   * Compares all rows of the slots with their copies, each table at a moment of the source; how
   * many rows each slot has. Whatever was noted until that moment is carried over first. It rests
   * between tables and not within: what a snapshot still sees cannot be cleared away.
   */
  Map<Integer, Long> verify(Collection<Integer> slots) throws SQLException {
    Map<Integer, Long> rows = new TreeMap<>();
    slots.forEach(slot -> rows.put(slot, 0L));
    for (SlotTable table : tables) {
      while (catchUp(slots) == CHANGES_MAX) {
        // What is left to carry over at the moment of the comparison is less than that.
      }
      Sql.snapshot(source, () -> compare(table, slots, rows));
      throttle.rest();
    }
    return rows;
  }

  private void compare(SlotTable table, Collection<Integer> slots, Map<Integer, Long> rows)
      throws SQLException {
    List<Long> notes = new ArrayList<>();
    Map<String, Set<String>> keys = new LinkedHashMap<>();
    read(slots, Integer.MAX_VALUE, keys, notes);
    carryAll(slots, keys, notes);
    Set<Sum> here = sums(source, table, false, slots);
    Set<Sum> there = sums(target, table, true, slots);
    if (!here.equals(there)) {
      throw new Differs(table.name(), here, there);
    }
    here.forEach(sum -> rows.merge(sum.slot, sum.rows, Long::sum));
  }

  /** A copy is not what it was copied from. */
  static final class Differs extends SQLException {
    Differs(String table, Set<Sum> here, Set<Sum> there) {
      super("the copy of " + table + " differs from what was copied: " + here + ", not " + there);
    }
  }

  private static Set<Sum> sums(
      Connection connection, SlotTable table, boolean copied, Collection<Integer> slots)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return sums(table, statement.executeQuery(table.checksums(copied, slots)));
    }
  }

  private static Set<Sum> sums(SlotTable table, ResultSet found) throws SQLException {
    Set<Sum> sums = new HashSet<>();
    try (ResultSet rows = found) {
      while (rows.next()) {
        sums.add(new Sum(table.name(), rows.getInt(1), rows.getLong(2), rows.getString(3)));
      }
    }
    return sums;
  }

  /** How many letters wait on the source. */
  long letters() throws SQLException {
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from outbox")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Whether the slot was published by this move. */
  boolean isPublished(long move, int slot) throws SQLException {
    try (PreparedStatement select =
        target.prepareStatement("select 1 from slot_arrival where move_id = ? and slot = ?")) {
      select.setLong(1, move);
      select.setInt(2, slot);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /**
   * Puts the copies of the slot in place, all at once, if that was not done before. With them go
   * the letters that wait on the source: so what the slot's rows sent before comes before what they
   * will send from here, and who receives a letter twice knows it.
   */
  void publish(long move, int slot) throws SQLException {
    Sql.transaction(
        target,
        () -> {
          execute(target, List.of("set local omgservers.mover = 'on'"));
          try (PreparedStatement insert =
              target.prepareStatement(
                  "insert into slot_arrival (move_id, slot) values (?, ?) on conflict do nothing")) {
            insert.setLong(1, move);
            insert.setInt(2, slot);
            if (insert.executeUpdate() == 0) {
              return;
            }
          }
          execute(target, tables.stream().map(table -> table.publish(slot)).toList());
          publishLetters();
          execute(target, List.of("delete from slot_watch where slot = " + slot));
        });
  }

  private void publishLetters() throws SQLException {
    String names = "id, receiver, kind, body, attempts, due_at, reason, written";
    try (Statement select = source.createStatement();
        ResultSet letters = select.executeQuery("select " + names + " from outbox order by seq");
        PreparedStatement insert =
            target.prepareStatement(
                "insert into outbox (%1$s) select %1$s from (select ?::uuid as id, ? as receiver, ? as kind, ? as body, ? as attempts, ?::timestamptz as due_at, ?::text as reason, ?::timestamptz as written) m where not exists (select 1 from outbox o where o.id = m.id)"
                    .formatted(names))) {
      boolean any = false;
      while (letters.next()) {
        for (int i = 1; i <= letters.getMetaData().getColumnCount(); i++) {
          insert.setObject(i, letters.getObject(i));
        }
        insert.addBatch();
        any = true;
      }
      if (any) {
        insert.executeBatch();
      }
    }
  }

  /** Takes the rows of the slot, which are published, away from the source. */
  void remove(int slot) throws SQLException {
    Map<String, List<String>> keys = keys(slot);
    Sql.transaction(
        source,
        () -> {
          requireGone(slot);
          execute(source, List.of("set local omgservers.mover = 'on'"));
          for (int i = tables.size() - 1; i >= 0; i--) {
            List<String> gone = keys.getOrDefault(tables.get(i).name(), List.of());
            if (!gone.isEmpty()) {
              delete(source, tables.get(i).deleteKeyed(), gone);
            }
          }
        });
  }

  private Map<String, List<String>> keys(int slot) throws SQLException {
    Map<String, List<String>> keys = new HashMap<>();
    String all =
        tables.stream().map(table -> table.keys(slot)).collect(Collectors.joining(" union all "));
    try (Statement select = target.createStatement();
        ResultSet rows = select.executeQuery(all)) {
      while (rows.next()) {
        keys.computeIfAbsent(rows.getString(1), table -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return keys;
  }

  private static void delete(Connection connection, String statement, Collection<String> keys)
      throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(statement)) {
      delete.setArray(1, connection.createArrayOf("text", keys.toArray(new String[0])));
      delete.executeUpdate();
    }
  }

  /** Whoever slept meanwhile must not take away rows of a slot that has come back. */
  private void requireGone(int slot) throws SQLException {
    try (Statement statement = source.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select 1 from slot_watch where closed and slot = " + slot + " for update")) {
      if (!row.next()) {
        throw new SQLException("slot " + slot + " is not closed on its former shard");
      }
    }
  }

  /** The copies of the slot are not needed any more. */
  void drop(int slot) throws SQLException {
    execute(target, tables.stream().map(table -> table.dropStagedSlot(slot)).toList());
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Sent together: each way to the database takes its time.
      statement.execute(String.join(";", statements));
    }
  }

  private void pipe(String out, String in, IntConsumer passing) throws SQLException {
    CopyManager reading = source.unwrap(PGConnection.class).getCopyAPI();
    CopyManager writing = target.unwrap(PGConnection.class).getCopyAPI();
    CopyOut rows = reading.copyOut(out);
    CopyIn sink = null;
    try {
      sink = writing.copyIn(in);
      byte[] part = rows.readFromCopy();
      while (part != null) {
        sink.writeToCopy(part, 0, part.length);
        passing.accept(part.length);
        part = rows.readFromCopy();
      }
      sink.endCopy();
    } finally {
      if (sink != null && sink.isActive()) {
        sink.cancelCopy();
      }
      if (rows.isActive()) {
        rows.cancelCopy();
      }
    }
  }
}
