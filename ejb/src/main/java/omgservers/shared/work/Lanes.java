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
import omgservers.shared.mailbox.Neighbours;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.Shards;
import omgservers.shared.sharding.SlotMoved;
import omgservers.shared.tracing.Span;
import omgservers.shared.tracing.Tracing;

/**
 * One lane per kind of work and shard. A lane sleeps until its next row is due or something wakes
 * it; one look per shard, now and then, finds what other instances wrote. Lanes of shards that
 * another instance holds sleep on, and what is due there is announced to it.
 */
@ApplicationScoped
public class Lanes {
  /** How long a change that another instance made can stay unnoticed. */
  public static final Duration NET = Duration.ofSeconds(5);

  /** How long a lane rests at most, for the work that no row tells of. */
  public static final Duration REST = Duration.ofMinutes(10);

  private final Map<String, Place> places = new ConcurrentHashMap<>();
  private final List<Lane> beats = new CopyOnWriteArrayList<>();
  private final Instance<ShardWork> kinds;
  private final Shards shards;
  private final Time time;
  private final Background executor;
  private final Looks news;
  private final Bell bell;
  private final Holdings holdings;
  private final Neighbours neighbours;
  private final Tracing tracing;
  private volatile Consumer<Instant> alarm = moment -> {};
  private volatile boolean open;

  /** A lane, and whether it rests while another instance holds its shard. */
  private record Place(Lane lane, int shard, boolean shared) {}

  /** Lanes for all kinds of work on these shards. */
  @Inject
  public Lanes(
      @Any Instance<ShardWork> kinds,
      Shards shards,
      Time time,
      Background executor,
      Looks news,
      Bell bell,
      Holdings holdings,
      Neighbours neighbours,
      Tracing tracing) {
    this.kinds = kinds;
    this.shards = shards;
    this.time = time;
    this.executor = executor;
    this.news = news;
    this.bell = bell;
    this.holdings = holdings;
    this.neighbours = neighbours;
    this.tracing = tracing;
  }

  protected Lanes() {
    this(null, null, null, null, null, null, null, null, null);
  }

  /** Begins to work on shards that are held; the alarm is told when a lane wants to work again. */
  public void open(Consumer<Instant> alarm) {
    this.alarm = alarm;
    List<String> tables = kinds.stream().filter(ShardWork::hasTable).map(ShardWork::kind).toList();
    for (int shard = 0; shard < shards.count(); shard++) {
      int number = shard;
      for (ShardWork kind : kinds) {
        String name = name(kind.kind(), shard);
        Lane lane = new Lane(name, () -> work(kind, number), REST);
        places.put(name, new Place(lane, number, kind.hasTable()));
      }
      atEachBeat("looks at shard " + shard, () -> look(tables, number));
    }
    open = true;
  }

  private Optional<Instant> work(ShardWork kind, int shard) {
    if (!tracing.isOn()) {
      return kind.run(shard);
    }
    Optional<Span.Origin> waker = places.get(name(kind.kind(), shard)).lane.cause();
    Span background = tracing.background(waker.orElse(null));
    try {
      return kind.run(shard);
    } finally {
      background.close();
    }
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

  private boolean works(Place place) {
    return !place.shared || holdings.isHeld(place.shard);
  }

  /** The shard is held from now on: what is due there is done. */
  public void gained(int shard) {
    kinds.forEach(kind -> kind.gained(shard));
    places.values().stream()
        .filter(place -> place.shard == shard && place.shared)
        .forEach(place -> start(place.lane));
  }

  /** The shard is not held any more. */
  public void lost(int shard) {
    kinds.forEach(kind -> kind.lost(shard));
  }

  /** Something of the kind may be due on the shard. */
  public void wake(String kind, int shard) {
    Place place = places.get(name(kind, shard));
    if (place != null && works(place)) {
      if (Span.isRecording()) {
        Span.cause().ifPresent(place.lane::causedBy);
      }
      start(place.lane);
    }
  }

  /**
   * What came with the slot may be due, and is not known to whoever worked on it before; what an
   * instance knows of it that does not hold the shard is of no use.
   */
  void moved(@Observes SlotMoved event) {
    int shard = event.to();
    if (holdings.isHeld(shard)) {
      gained(shard);
    } else {
      lost(shard);
    }
  }

  /** Another instance says so. */
  void heard(@Observes Neighbours.Due due) {
    wake(due.kind(), due.shard());
  }

  /**
   * Wakes the kind on the shard of the present transaction, once that has committed; at the
   * instance that holds the shard.
   */
  public void wakeAfterCommit(String kind, int shard) {
    if (holdings.isHeld(shard)) {
      shards.afterCommit(() -> wake(kind, shard));
    } else if (shards.current() == shard) {
      neighbours.tell(kind, shard);
    }
  }

  /** Starts the lanes whose time has come, and says when the next one's comes. */
  public Instant tick() {
    Instant now = time.now();
    Instant next = now.plus(REST);
    for (Place place : places.values()) {
      if (!works(place)) {
        continue;
      }
      Instant wanted = place.lane.next();
      if (!wanted.isAfter(now)) {
        start(place.lane);
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
    Looks.News found = news.of(shard, holdings.isHeld(shard) ? tables : List.of());
    found
        .due()
        .forEach(
            (kind, moment) -> {
              places.get(name(kind, shard)).lane.dueBy(moment);
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
