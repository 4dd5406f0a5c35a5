package omgservers.shared.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import omgservers.shared.mailbox.Bell;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;
import omgservers.shared.sharding.SlotMoved;

/**
 * One lane per kind of work and shard. A lane sleeps until its next row is due or something wakes
 * it; one look per shard, now and then, finds what other instances wrote.
 */
@ApplicationScoped
public class Lanes {
  /** How long a change that another instance made can stay unnoticed. */
  public static final Duration NET = Duration.ofSeconds(5);

  /** How long a lane rests at most, for the work that no row tells of. */
  public static final Duration REST = Duration.ofMinutes(10);

  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
  private final List<Lane> beats = new CopyOnWriteArrayList<>();
  private final Instance<ShardWork> kinds;
  private final Shards shards;
  private final Time time;
  private final Background executor;
  private final Looks news;
  private final Bell bell;
  private volatile Consumer<Instant> alarm = moment -> {};
  private volatile boolean open;

  /** Lanes for all kinds of work on these shards. */
  @Inject
  public Lanes(
      @Any Instance<ShardWork> kinds,
      Shards shards,
      Time time,
      Background executor,
      Looks news,
      Bell bell) {
    this.kinds = kinds;
    this.shards = shards;
    this.time = time;
    this.executor = executor;
    this.news = news;
    this.bell = bell;
  }

  protected Lanes() {
    this(null, null, null, null, null, null);
  }

  /** Begins to work on all shards; the alarm is told when a lane wants to work again. */
  public void open(Consumer<Instant> alarm) {
    this.alarm = alarm;
    List<String> tables = kinds.stream().filter(ShardWork::hasTable).map(ShardWork::kind).toList();
    for (int shard = 0; shard < shards.count(); shard++) {
      int number = shard;
      for (ShardWork kind : kinds) {
        String name = name(kind.kind(), shard);
        lanes.put(name, new Lane(name, () -> kind.run(number), REST));
      }
      atEachBeat("looks at shard " + shard, () -> look(tables, number));
    }
    open = true;
  }

  /** This is done at each beat, too; never twice at once. */
  public void atEachBeat(String name, Runnable work) {
    beats.add(
        new Lane(
            name,
            () -> {
              work.run();
              return Optional.empty();
            },
            REST));
  }

  /** Begins nothing new. */
  public void close() {
    open = false;
  }

  private static String name(String kind, int shard) {
    return kind + " of shard " + shard;
  }

  /** Something of the kind may be due on the shard. */
  public void wake(String kind, int shard) {
    Lane lane = lanes.get(name(kind, shard));
    if (lane != null) {
      start(lane);
    }
  }

  /** What came with the slot may be due. */
  void moved(@Observes SlotMoved event) {
    for (ShardWork kind : kinds) {
      wake(kind.kind(), event.to());
    }
  }

  /** Wakes the kind on the shard of the present transaction, once that has committed. */
  public void wakeAfterCommit(String kind, int shard) {
    shards.afterCommit(() -> wake(kind, shard));
  }

  /** Starts the lanes whose time has come, and says when the next one's comes. */
  public Instant tick() {
    Instant now = time.now();
    Instant next = now.plus(REST);
    for (Lane lane : lanes.values()) {
      Instant wanted = lane.next();
      if (!wanted.isAfter(now)) {
        start(lane);
      } else if (wanted.isBefore(next)) {
        next = wanted;
      }
    }
    return next;
  }

  /**
   * Does what is done at each beat, and looks for what other instances wrote; says when it wants to
   * be called again.
   */
  public Instant beat() {
    beats.forEach(this::start);
    return time.now().plus(NET);
  }

  private void look(List<String> tables, int shard) {
    Looks.News found = news.of(shard, tables);
    found
        .due()
        .forEach(
            (kind, moment) -> {
              lanes.get(name(kind, shard)).dueBy(moment);
              alarm.accept(moment);
            });
    found.addressees().forEach(bell::ring);
  }

  private void start(Lane lane) {
    if (open && lane.wake()) {
      try {
        executor.execute(
            () -> {
              lane.run(time::now);
              alarm.accept(lane.next());
            });
      } catch (RejectedExecutionException e) {
        // The server stops: what is due stays due for its next start.
        open = false;
      }
    }
  }
}
