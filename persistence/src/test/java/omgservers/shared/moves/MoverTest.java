package omgservers.shared.moves;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.outbox.Letters;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Outages;
import omgservers.shared.sharding.Slots;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoverTest {
  private static final List<String> STEPS =
      List.of(
          "copying",
          "watched",
          "rows copied",
          "copied",
          "closed",
          "followed",
          "fenced",
          "caught up",
          "switched",
          "published",
          "removed",
          "opened");

  /** For how long moves rest is told by {@link ThrottleTest}. */
  private static final String PERCENT = "omgservers.moves.percent-of-time";

  private static final Duration WRITE_PAUSE = Duration.ofMillis(2);

  private static final AtomicLong NUMBERS = new AtomicLong(1);

  private static TestShards shards;
  private static Cargo cargo;

  @BeforeAll
  static void databases() {
    shards = TestShards.own("moves_");
    cargo = new Cargo(shards);
  }

  @BeforeEach
  void nothingIsLeft() throws SQLException {
    try (Connection directory = shards.directoryConnection();
        Statement statement = directory.createStatement()) {
      statement.execute("delete from slot_move");
    }
  }

  /** The process ends here: no handler of faults sees it. */
  private static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  private static Mover mover(Consumer<String> told) {
    return mover(100, told);
  }

  private static Mover mover(int percentOfTime, Consumer<String> told) {
    System.setProperty(PERCENT, Integer.toString(percentOfTime));
    try {
      Settings settings = new Settings();
      settings.settle();
      settings.movePercent();
      return new Mover(shards, settings, shards::follow, told);
    } finally {
      System.clearProperty(PERCENT);
    }
  }

  private static void work() throws SQLException {
    mover(step -> {}).work();
  }

  private static long plan(int target, long... ids) throws SQLException {
    long move = NUMBERS.getAndIncrement();
    try (Connection directory = shards.directoryConnection();
        Statement statement = directory.createStatement()) {
      statement.execute(
          "insert into slot_move (id, kind, state, created, created_by, due_at)"
              + " values (%d, 'MOVE', 'RUNNING', now(), 1, now())".formatted(move));
      for (long id : ids) {
        statement.execute(
            "insert into slot_move_part (move_id, slot, source, target, state)"
                + " values (%d, %d, %d, %d, 'PLANNED')"
                    .formatted(move, Slots.of(id), shards.shardOf(id), target));
      }
    }
    return move;
  }

  private static String one(int shard, String sql) throws SQLException {
    try (Connection connection =
            shard < 0 ? shards.directoryConnection() : shards.connection(shard);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private static String state(long move) throws SQLException {
    return one(-1, "select state from slot_move where id = " + move);
  }

  private static void dueNow() throws SQLException {
    try (Connection directory = shards.directoryConnection();
        Statement statement = directory.createStatement()) {
      statement.execute("update slot_move set due_at = now() where due_at is not null");
    }
  }

  @Test
  void movesEveryTableThereAndBack() throws SQLException {
    long id = shards.idOn(0);
    int slot = Slots.of(id);
    cargo.put(id);
    cargo.put(shards.ids().beside(id));
    Map<String, List<String>> before = cargo.rows(0, slot);
    assertThat(before).containsOnlyKeys(SlotTables.slots().keySet());

    long move = plan(1, id);
    work();

    assertThat(state(move)).isEqualTo("DONE");
    assertThat(shards.shardOf(id)).isEqualTo(1);
    assertThat(cargo.rows(1, slot)).isEqualTo(before);
    assertThat(cargo.rows(0, slot)).isEmpty();

    plan(0, id);
    work();
    assertThat(shards.shardOf(id)).isZero();
    assertThat(cargo.rows(0, slot)).isEqualTo(before);
    assertThat(cargo.rows(1, slot)).isEmpty();
    put(id);
    assertThat(shards.<Integer>inTransaction(() -> new Mailboxes(shards).depth(id))).isPositive();
  }

  @Test
  void goesOnAfterACrashAtAnyStep() throws SQLException {
    for (String last : STEPS) {
      long id = shards.idOn(0);
      cargo.put(id);
      Map<String, List<String>> before = cargo.rows(0, Slots.of(id));
      long move = plan(1, id);
      crashAt(last);
      work();
      assertThat(state(move)).as(last).isEqualTo("DONE");
      assertThat(cargo.rows(1, Slots.of(id))).as(last).isEqualTo(before);
      assertThat(cargo.rows(0, Slots.of(id))).as(last).isEmpty();
      assertThat(shards.isOn(1, id)).as(last).isTrue();
    }
  }

  private static void crashAt(String last) throws SQLException {
    AtomicBoolean crashed = new AtomicBoolean();
    try {
      mover(
              step -> {
                if (step.equals(last)) {
                  crashed.set(true);
                  throw new Crash();
                }
              })
          .work();
    } catch (Crash e) {
      // As a process that is killed: what it held goes with its connections.
    }
    assertThat(crashed).as(last).isTrue();
  }

  private static void put(long owner) {
    shards.transaction(
        () ->
            new Mailboxes(shards)
                .add(
                    new Mailboxes.Message(
                        shards.ids().beside(owner), owner, "MESSAGE_PRODUCED", "{}")));
  }

  /** On a machine that is busy with other things a caller may be asked to come again. */
  private static boolean wasPut(long owner) {
    try {
      put(owner);
      return true;
    } catch (Refusal e) {
      assertThat(e.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
      return false;
    }
  }

  /** Restlessly, and as moves are by default, which gives writers more time in between. */
  @ParameterizedTest
  @CsvSource({"100, 4", "10, 1"})
  void losesNothingThatIsWrittenMeanwhile(int percentOfTime, int moves) throws Exception {
    long moving = shards.idOn(0);
    long staying = shards.idOn(0);
    AtomicBoolean stop = new AtomicBoolean();
    List<AtomicLong> written = List.of(new AtomicLong(), new AtomicLong());
    List<Throwable> faults = new ArrayList<>();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long owner = i % 2 == 0 ? moving : staying;
      AtomicLong count = written.get(i % 2);
      Thread writer =
          new Thread(
              () -> {
                while (!stop.get()) {
                  if (wasPut(owner)) {
                    count.incrementAndGet();
                  }
                  LockSupport.parkNanos(WRITE_PAUSE.toNanos());
                }
              });
      writer.setUncaughtExceptionHandler((thread, fault) -> faults.add(fault));
      writer.start();
      writers.add(writer);
    }
    for (int round = 0; round < moves; round++) {
      long move = plan(1 - shards.shardOf(moving), moving);
      long until = System.nanoTime() + 30_000_000_000L;
      while (!"DONE".equals(state(move)) && System.nanoTime() < until) {
        dueNow();
        mover(percentOfTime, step -> {}).work();
      }
      assertThat(state(move)).isEqualTo("DONE");
    }
    stop.set(true);
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(faults).isEmpty();
    assertThat(written).allSatisfy(count -> assertThat(count.get()).isPositive());
    Mailboxes mailboxes = new Mailboxes(shards);
    assertThat(shards.<Integer>inTransaction(() -> mailboxes.depth(moving)))
        .isEqualTo(written.get(0).intValue());
    assertThat(shards.<Integer>inTransaction(() -> mailboxes.depth(staying)))
        .isEqualTo(written.get(1).intValue());
  }

  @Test
  void whoBelievesThatTheSlotIsStillThereIsRefused() throws SQLException {
    long id = shards.idOn(0);
    put(id);
    plan(1, id);
    work();
    try (Connection asleep = shards.connection(0);
        Statement statement = asleep.createStatement()) {
      for (String sql :
          List.of(
              "insert into message (id, owner_id, qualifier, body) values (1, %d, 'X', '{}')",
              "insert into taken (owner_id, number) values (%d, 1)")) {
        String state = null;
        try {
          statement.execute(sql.formatted(id));
        } catch (SQLException e) {
          state = e.getSQLState();
          assertThat(Outages.caused(e)).isTrue();
        }
        assertThat(state).isEqualTo(Outages.CLOSED_SLOT);
      }
      statement.execute(
          "insert into taken (owner_id, number) values (%d, 1)".formatted(shards.idOn(0)));
    }
  }

  @Test
  void waitsForATransactionThatBeganBefore() throws SQLException {
    long id = shards.idOn(0);
    long move = plan(1, id);
    shards.transaction(
        () -> {
          shards.of(id);
          inAnotherThread(MoverTest::work);
        });
    assertThat(state(move)).isEqualTo("RUNNING");
    assertThat(one(-1, "select reason from slot_move where id = " + move))
        .contains("a transaction takes too long");
    assertThat(shards.isOn(0, id)).isTrue();
    dueNow();
    work();
    assertThat(state(move)).isEqualTo("DONE");
  }

  private static void inAnotherThread(Sql.Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCopyThatDiffersIsNotUsed() throws SQLException {
    long id = shards.idOn(0);
    cargo.put(id);
    Map<String, List<String>> before = cargo.rows(0, Slots.of(id));
    long move = plan(1, id);
    Mover spoiling =
        mover(
            step -> {
              if (step.equals("rows copied")) {
                spoil(id);
              }
            });
    spoiling.work();
    assertThat(state(move)).isEqualTo("RUNNING");
    assertThat(one(-1, "select reason from slot_move where id = " + move))
        .contains("the copy of message differs");
    assertThat(shards.isOn(0, id)).isTrue();
    assertThat(cargo.rows(0, Slots.of(id))).isEqualTo(before);
    dueNow();
    work();
    assertThat(state(move)).isEqualTo("DONE");
    assertThat(cargo.rows(1, Slots.of(id))).isEqualTo(before);
  }

  private static void spoil(long id) {
    try (Connection target = shards.connection(1);
        Statement statement = target.createStatement()) {
      statement.execute("update slot_moves.message set body = 'other' where owner_id = " + id);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void lettersThatWaitGoAlongAndKeepTheirOrder() throws SQLException {
    long id = shards.idOn(0);
    Letters letters = new Letters(shards, shards.holdings());
    java.time.Instant now = java.time.Instant.now();
    for (String body : List.of("first", "second")) {
      shards.transaction(() -> letters.add(0, id, "kind", body + id, now));
    }
    plan(1, id);
    work();
    shards.transaction(() -> letters.add(1, id, "kind", "third" + id, now));
    List<Letters.Letter> there =
        shards.inTransaction(() -> letters.due(1, now, 100)).stream()
            .filter(letter -> letter.receiver() == id)
            .toList();
    assertThat(there)
        .extracting(Letters.Letter::body)
        .containsExactly("first" + id, "second" + id, "third" + id);
    List<Letters.Letter> here =
        shards.inTransaction(() -> letters.due(0, now, 100)).stream()
            .filter(letter -> letter.receiver() == id)
            .toList();
    assertThat(here)
        .extracting(Letters.Letter::id)
        .containsExactly(there.get(0).id(), there.get(1).id());
    shards.transaction(() -> letters.delivered(0, here.stream().map(Letters.Letter::seq).toList()));
  }

  @Test
  void noTriggerIsLeftWhenAllSlotsAreBack() throws SQLException {
    long id = shards.idOn(0);
    plan(1, id);
    work();
    String triggers = "select count(*) from pg_trigger where tgname like 'slot_watch%'";
    assertThat(one(0, triggers)).isNotEqualTo("0");
    try (Connection connection = shards.connection(0);
        Statement statement = connection.createStatement()) {
      statement.execute("delete from slot_watch where slot <> " + Slots.of(id));
    }
    plan(0, id);
    work();
    assertThat(one(0, triggers)).isEqualTo("0");
  }
}
