package omgservers.shared.moves;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Shards;

/**
 * Moves slots, step by step: what was reached is in the directory, so that whoever comes after a
 * crash goes on. Until a slot has switched, its former shard is right and the copy is thrown away;
 * after that the other one is, and what is left to do can be repeated. Only one instance moves at a
 * time.
 */
public final class Mover {
  private static final System.Logger LOG = System.getLogger(Mover.class.getName());
  private static final int STAGING_LOCK = 0x0038_0002;
  private static final int FEW_CHANGES = 100;
  private static final int ROUNDS_MAX = 50;

  /** Of a slot that has switched and is not open yet callers wait. */
  private static final int WITHOUT_REST = 100;

  private static final Duration ASKING = Duration.ofMillis(5);

  private final Shards shards;
  private final Settings settings;
  private final Runnable follow;
  private final Consumer<String> told;

  /**
   * Moves between these shards.
   *
   * @param follow makes this instance follow a change of the map, and say so when it does
   * @param told hears of each step
   */
  public Mover(Shards shards, Settings settings, Runnable follow, Consumer<String> told) {
    this.shards = shards;
    this.settings = settings;
    this.follow = follow;
    this.told = told;
  }

  /** Does all that is due, unless another instance does; whether anything was due. */
  public boolean work() throws SQLException {
    try (Connection directory = shards.directoryConnection()) {
      Book book = new Book(directory);
      if (!book.enter()) {
        return false;
      }
      try {
        return work(book);
      } finally {
        book.leave();
      }
    }
  }

  private boolean work(Book book) throws SQLException {
    boolean any = false;
    repair(book);
    Optional<Long> move = book.due();
    while (move.isPresent() && !Thread.currentThread().isInterrupted()) {
      any = true;
      step(book, move.get());
      repair(book);
      move = book.due();
    }
    return any;
  }

  /**
   * What an earlier one left behind: what has switched is brought to an end, the rest goes back.
   */
  private void repair(Book book) throws SQLException {
    for (Part part : book.in(Part.State.SWITCHED)) {
      apart(part, () -> complete(book, part));
    }
    for (Part part : book.in(Part.State.CLOSED)) {
      apart(part, () -> goBack(book, part));
    }
    for (Part.State state : List.of(Part.State.COPYING, Part.State.COPIED)) {
      for (Part part : book.in(state)) {
        apart(part, () -> forget(part));
        book.advance(List.of(part), state, Part.State.PLANNED);
      }
    }
    book.tidy();
  }

  private static void apart(Part part, Sql.Work work) {
    try {
      work.run();
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.WARNING, "slot " + part.slot() + " is not repaired for now", e);
    }
  }

  private void complete(Book book, Part part) throws SQLException {
    try (Way way = new Way(part, WITHOUT_REST)) {
      if (!way.transfer.isPublished(part.move(), part.slot()) && !isWhole(way, part.slot())) {
        way.transfer.copy(List.of(part.slot()));
        way.transfer.verify(List.of(part.slot()));
      }
      arrive(book, way, part, new Pause(part.slot(), told));
    }
  }

  private static boolean isWhole(Way way, int slot) throws SQLException {
    try {
      way.transfer.verify(List.of(slot));
      return true;
    } catch (SQLException e) {
      LOG.log(System.Logger.Level.INFO, "slot " + slot + " is copied once more", e);
      return false;
    }
  }

  private void goBack(Book book, Part part) throws SQLException {
    try (Connection source = shards.connection(part.source())) {
      new Fence(source, List.of()).open(part.slot());
    }
    book.reopen(part);
    follow.run();
    told.accept("opened again");
    forget(part);
  }

  private void forget(Part part) throws SQLException {
    try (Connection source = shards.connection(part.source())) {
      new Fence(source, List.of()).forget(List.of(part.slot()));
    }
  }

  private void step(Book book, long move) throws SQLException {
    List<Part> batch = book.next(move, settings.moveBatch());
    if (batch.isEmpty() || book.isCancelled(move)) {
      settle(batch);
      book.finish(move);
      return;
    }
    try {
      carry(book, move, batch);
      book.progressed(move);
    } catch (SQLException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the move " + move + " is tried again later", e);
      repair(book);
      book.failed(move, e.getMessage());
    }
  }

  /** Triggers on shards that hold on to nothing go. */
  private void settle(List<Part> left) throws SQLException {
    for (int shard = 0; shard < shards.count(); shard++) {
      try (Connection connection = shards.connection(shard)) {
        new Fence(connection, SlotTables.read(connection)).settle();
      } catch (SQLException e) {
        LOG.log(System.Logger.Level.DEBUG, left.size() + " slots stay", e);
      }
    }
  }

  private void carry(Book book, long move, List<Part> batch) throws SQLException {
    Optional<Long> ignorant = book.ignorantOf(batch.get(0).target());
    if (ignorant.isPresent()) {
      throw new SQLException(
          "instance %d does not know shard %d, or runs a version that cannot follow"
              .formatted(ignorant.get(), batch.get(0).target()));
    }
    try (Way way = new Way(batch.get(0), settings.movePercent())) {
      long letters = way.transfer.letters();
      if (letters > settings.moveLetters()) {
        throw new SQLException(
            "%d letters wait on shard %d".formatted(letters, batch.get(0).source()));
      }
      book.advance(batch, Part.State.PLANNED, Part.State.COPYING);
      told.accept("copying");
      copy(book, move, way, batch.stream().map(Part::slot).toList());
      book.advance(batch, Part.State.COPYING, Part.State.COPIED);
      told.accept("copied");
      for (Part part : batch) {
        if (book.isCancelled(move)) {
          break;
        }
        switchOver(book, way, part);
      }
      way.fence.forget(batch.stream().map(Part::slot).toList());
    }
  }

  private void copy(Book book, long move, Way way, List<Integer> slots) throws SQLException {
    way.fence.watch(slots);
    told.accept("watched");
    way.transfer.copy(slots);
    told.accept("rows copied");
    catchUp(way, slots);
    Map<Integer, Long> rows = way.transfer.verify(slots);
    book.counted(move, rows);
  }

  private static void catchUp(Way way, List<Integer> slots) throws SQLException {
    for (int round = 0; round < ROUNDS_MAX; round++) {
      if (way.transfer.catchUp(slots) < FEW_CHANGES) {
        return;
      }
    }
  }

  private void switchOver(Book book, Way way, Part part) throws SQLException {
    List<Integer> slot = List.of(part.slot());
    catchUp(way, slot);
    Pause pause = new Pause(part.slot(), told);
    long version = book.close(part);
    pause.reached("closed");
    awaitFollowers(book, version);
    way.throttle.waited();
    pause.reached("followed");
    way.fence.close(part.slot(), settings.moveFollow());
    pause.reached("fenced");
    while (way.transfer.catchUp(slot) > 0) {
      // Nothing is added any more.
    }
    pause.reached("caught up");
    book.change(part);
    pause.reached("switched");
    arrive(book, way, part, pause);
  }

  private void awaitFollowers(Book book, long version) throws SQLException {
    long until = System.nanoTime() + settings.moveFollow().toNanos();
    follow.run();
    Optional<Long> behind = book.behind(version);
    while (behind.isPresent() || !shards.isDrained()) {
      if (System.nanoTime() > until) {
        throw new SQLException(
            behind
                .map("instance %d does not follow the map of slots"::formatted)
                .orElse("a transaction takes too long"));
      }
      Sql.sleep(ASKING);
      follow.run();
      behind = book.behind(version);
    }
  }

  private void arrive(Book book, Way way, Part part, Pause pause) throws SQLException {
    way.transfer.publish(part.move(), part.slot());
    pause.reached("published");
    way.transfer.remove(part.slot());
    pause.reached("removed");
    book.open(part, pause.length());
    follow.run();
    pause.reached("opened");
    pause.tell();
    way.transfer.drop(part.slot());
    way.throttle.rest();
  }

  /** The connections of a move from one shard to another. */
  private final class Way implements AutoCloseable {
    private final Connection source;
    private final Connection target;
    private final Fence fence;
    private final Transfer transfer;
    private final Throttle throttle;

    Way(Part part, int percentOfTime) throws SQLException {
      throttle = new Throttle(settings.moveMibPerSecond(), percentOfTime);
      source = shards.connection(part.source());
      boolean made = false;
      try {
        target = shards.connection(part.target());
        made = true;
      } finally {
        if (!made) {
          source.close();
        }
      }
      try {
        lock();
        List<SlotTable> tables = SlotTables.read(source);
        requireSame(tables, SlotTables.read(target));
        fence = new Fence(source, tables);
        transfer = new Transfer(source, target, tables, throttle);
        made = false;
      } finally {
        if (made) {
          release();
        }
      }
    }

    private void requireSame(List<SlotTable> here, List<SlotTable> there) throws SQLException {
      if (!here.equals(there)) {
        throw new SQLException(
            "the tables of the shards differ: "
                + here.stream()
                    .filter(table -> !there.contains(table))
                    .map(SlotTable::name)
                    .collect(Collectors.joining(", ")));
      }
    }

    /** Who lost the directory and does not know it yet must not copy to the same place. */
    private void lock() throws SQLException {
      try (Statement statement = target.createStatement();
          ResultSet row =
              statement.executeQuery("select pg_try_advisory_lock(%d)".formatted(STAGING_LOCK))) {
        row.next();
        if (!row.getBoolean(1)) {
          throw new SQLException("another instance copies to the shard");
        }
      }
    }

    private void release() throws SQLException {
      try (source;
          target) {
        try (Statement statement = target.createStatement()) {
          statement.execute("select pg_advisory_unlock(%d)".formatted(STAGING_LOCK));
        }
      }
    }

    @Override
    public void close() throws SQLException {
      release();
    }
  }
}
