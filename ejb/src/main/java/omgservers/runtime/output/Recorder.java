package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import omgservers.pool.LogListeners;
import omgservers.pool.Output;
import omgservers.pool.Pool;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Lanes;
import omgservers.shared.work.ShardWork;

/**
 * Reads what the game servers that this instance watches write, and stores it: at most once in a
 * while, all runtimes of a shard in one transaction.
 */
@ApplicationScoped
public class Recorder implements ShardWork {
  /** What was written is stored after this time, and can be read then. */
  public static final Duration STORED_AFTER = Duration.ofSeconds(1);

  /** How often the logs are looked for whose time is over. */
  public static final Duration FORGETTING = Duration.ofMinutes(10);

  private static final String KIND = "log";

  private final LogSteps steps;
  private final LogListeners listeners;
  private final Lanes lanes;
  private final Shards shards;
  private final Time time;
  private final Holdings holdings;

  private final Map<Long, Recording> recordings = new ConcurrentHashMap<>();
  private final Map<Integer, Instant> storedAt = new ConcurrentHashMap<>();
  private final Map<Integer, Instant> forgotAt = new ConcurrentHashMap<>();
  private final Map<Integer, ReentrantLock> storing = new ConcurrentHashMap<>();

  /** Recordings into these logs. */
  @Inject
  public Recorder(
      LogSteps steps,
      LogListeners listeners,
      Lanes lanes,
      Shards shards,
      Time time,
      Holdings holdings) {
    this.steps = steps;
    this.listeners = listeners;
    this.lanes = lanes;
    this.shards = shards;
    this.time = time;
    this.holdings = holdings;
  }

  protected Recorder() {
    this(null, null, null, null, null, null);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean hasTable() {
    return false;
  }

  /**
   * The game server of the runtime was started, or is there: what it writes is read from now on,
   * from where it was left. May be called again and again; a fault does not disturb the caller.
   */
  public void follow(long runtime, Pool.Room room) {
    Recording present = recordings.get(runtime);
    boolean read = present != null && present.isRead();
    if (read || !holdings.isHeld(shards.shardOf(runtime))) {
      return;
    }
    try {
      if (present == null) {
        steps.open(runtime, room.site().name()).ifPresent(opened -> begin(runtime, opened, room));
      } else {
        read(present, room);
      }
    } catch (RuntimeException e) {
      System.getLogger(Recorder.class.getName())
          .log(System.Logger.Level.WARNING, "output of runtime " + runtime + " is not read", e);
    }
  }

  /** It is known before it is read: the first line, which may come at once, wakes who stores. */
  private void begin(long runtime, LogSteps.Opened opened, Pool.Room room) {
    Recording fresh = new Recording(runtime, opened, room);
    if (recordings.putIfAbsent(runtime, fresh) == null) {
      // First: an engine that cannot be read just now is measured all the same.
      lanes.wake(Metering.KIND, shards.shardOf(runtime));
      read(fresh, room);
    }
  }

  private void read(Recording recording, Pool.Room room) {
    Journal journal = recording.journal();
    recording.read(
        room,
        () ->
            room.driver()
                .read(
                    room.site(),
                    recording.runtime(),
                    new Output(journal.position(), time, line -> accept(journal, line))));
  }

  private void accept(Journal journal, Output.Line line) {
    if (journal.add(line)) {
      lanes.wake(KIND, shards.shardOf(journal.runtime()));
    }
  }

  /** The game server of the runtime is gone: what it wrote is read to the end and stored. */
  public void finish(long runtime) {
    Recording recording = recordings.get(runtime);
    if (recording != null) {
      recording.close();
      store(shards.shardOf(runtime), Stream.of(recording));
    }
    steps.end(runtime);
    recordings.remove(runtime);
    listeners.tell(runtime);
  }

  /**
   * Another instance watches from now on. What is not stored yet it reads again, from where this
   * one has stored.
   */
  @Override
  public void lost(int shard) {
    for (Recording recording : running(shard)) {
      recordings.remove(recording.runtime(), recording);
      recording.leave();
    }
  }

  /** Whether the game server of the runtime is watched by this instance. */
  boolean isWatched(long runtime) {
    return recordings.containsKey(runtime);
  }

  /** The runtimes of the shard that are watched by this instance. */
  List<Recording> running(int shard) {
    return recordings.values().stream()
        .filter(recording -> shards.shardOf(recording.runtime()) == shard)
        .sorted(Comparator.comparingLong(Recording::runtime))
        .toList();
  }

  @Override
  public Optional<Instant> run(int shard) {
    Instant now = time.now();
    Instant due = storedAt.getOrDefault(shard, Instant.MIN);
    if (now.isBefore(due)) {
      return Optional.of(due);
    }
    store(shard, running(shard).stream());
    Instant next = now.plus(STORED_AFTER);
    storedAt.put(shard, next);
    if (!now.isBefore(forgotAt.getOrDefault(shard, Instant.MIN))) {
      forget(shard);
      forgotAt.put(shard, now.plus(FORGETTING));
    }
    // What came while the rest was being stored has woken nobody.
    boolean more = running(shard).stream().anyMatch(recording -> recording.journal().isBehind());
    return more ? Optional.of(next) : Optional.empty();
  }

  private void forget(int shard) {
    boolean more = true;
    while (more) {
      more = steps.forget(shard);
    }
  }

  /** One at a time per shard: a batch is not stored twice. */
  private void store(int shard, Stream<Recording> which) {
    ReentrantLock lock = storing.computeIfAbsent(shard, id -> new ReentrantLock());
    lock.lock();
    try {
      storeAlone(which);
    } finally {
      lock.unlock();
    }
  }

  private void storeAlone(Stream<Recording> which) {
    List<Recording> dirty = which.toList();
    Map<Journal, Journal.Batch> batches = new LinkedHashMap<>();
    for (Recording recording : dirty) {
      recording.journal().batch().ifPresent(batch -> batches.put(recording.journal(), batch));
    }
    if (batches.isEmpty()) {
      return;
    }
    int shard = shards.shardOf(dirty.get(0).runtime());
    if (!steps.store(shard, holdings.epoch(shard), List.copyOf(batches.values()))) {
      return;
    }
    batches.forEach(Journal::stored);
    batches.keySet().forEach(journal -> listeners.tell(journal.runtime()));
  }
}
