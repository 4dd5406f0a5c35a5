package omgservers.runtime.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omgservers.pool.Driver;
import omgservers.pool.LogListeners;
import omgservers.pool.LogReading;
import omgservers.pool.Output;
import omgservers.pool.Pool;
import omgservers.pool.Site;
import omgservers.pool.model.LogLine;
import omgservers.pool.model.LogStream;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeLog;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.platform.HandClock;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Leases;
import omgservers.shared.sharding.TestShards;
import omgservers.shared.work.Lanes;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final int LINES = 600;

  private final TestShards shards = TestShards.get();
  private final HandClock clock = new HandClock();
  private final Time time = new Time(clock);
  private final RuntimeLogs logs = new RuntimeLogs(shards);
  private final Runtimes runtimes = new Runtimes(shards);
  private final Recorder recorder =
      new Recorder(
          new Steps(), new LogListeners(), new Promptly(), shards, time, shards.holdings());
  private final long runtime = shards.idOn(1);
  private Optional<Instant> wanted = Optional.empty();
  private boolean away;

  /** In transactions, as the container makes them. */
  private final class Steps extends LogSteps {
    Steps() {
      super(logs, runtimes, new Settings(), time, new Leases(shards));
    }

    @Override
    Optional<Opened> open(long id, String server) {
      return shards.inTransaction(() -> super.open(id, server));
    }

    @Override
    boolean store(int shard, long epoch, List<Journal.Batch> batches) {
      if (away) {
        throw new IllegalStateException("the database is away");
      }
      return shards.inTransaction(() -> super.store(shard, epoch, batches));
    }

    @Override
    void end(long id) {
      shards.transaction(() -> super.end(id));
    }

    @Override
    boolean forget(int shard) {
      return shards.inTransaction(() -> super.forget(shard));
    }
  }

  /** Who is woken works before the waker goes on, as may happen on a busy machine. */
  private final class Promptly extends Lanes {
    Promptly() {
      super(null, shards, time, null, null, null, shards.holdings(), null, null);
    }

    @Override
    public void wake(String kind, int shard) {
      if (kind.equals(recorder.kind())) {
        wanted = recorder.run(shard);
      }
    }
  }

  /** A driver whose game server has written all its lines when somebody begins to read. */
  private static Driver.Reading written(Output output) {
    for (int i = 0; i < LINES; i++) {
      byte[] line = ("line " + i + "\n").getBytes(StandardCharsets.UTF_8);
      output.write(LogStream.STDOUT, line, line.length);
    }
    return new Reading();
  }

  /** As drivers' readings, it ends once. */
  private static final class Reading implements Driver.Reading {
    private boolean open = true;

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      assertThat(open).isTrue();
      open = false;
    }
  }

  private static Pool.Room room() {
    Driver driver =
        (Driver)
            Proxy.newProxyInstance(
                Driver.class.getClassLoader(),
                new Class<?>[] {Driver.class},
                (proxy, method, arguments) -> written((Output) arguments[2]));
    return new Pool.Room(new Site(1, "local", null), null, driver, null);
  }

  /** Works on as long as the recorder wants to. */
  private void goOn() {
    for (int i = 0; wanted.isPresent() && i < LINES; i++) {
      clock.advance(Recorder.STORED_AFTER);
      wanted = recorder.run(1);
    }
  }

  private void start() {
    shards.transaction(
        () ->
            runtimes.add(
                new Runtime(
                    runtime,
                    new RuntimePurpose(1, 2, 3, 4, 5, 6, RuntimeQualifier.LOBBY, null),
                    "image",
                    "{}",
                    clock.instant())));
    recorder.follow(runtime, room());
  }

  @Test
  void storesWhatWasWrittenBeforeItIsRead() {
    start();
    goOn();
    LogReading.Part part =
        shards.inTransaction(
            () -> {
              RuntimeLog log = logs.find(runtime).orElseThrow();
              return new LogReading(logs.chunks(), runtime, log.nextLine(), 0, false)
                  .from(0, LogReading.LINES_MAX, new LogReading.Wish(null, null));
            });
    assertThat(part.lines()).extracting(LogLine::text).hasSize(LINES).endsWith("line 599");
  }

  /** The game server has stopped, and the database comes back: the runtime ends after all. */
  @Test
  void endsWhenWhatItCouldNotStoreIsStored() {
    start();
    away = true;
    for (int i = 0; i < 2; i++) {
      assertThatIllegalStateException().isThrownBy(() -> recorder.finish(runtime));
    }
    away = false;
    recorder.finish(runtime);
    assertThat(shards.inTransaction(() -> logs.find(runtime).orElseThrow().endedAt())).isPresent();
    assertThat(recorder.isWatched(runtime)).isFalse();
  }
}
