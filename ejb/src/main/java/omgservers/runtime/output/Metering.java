package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import omgservers.pool.Driver;
import omgservers.pool.Pool;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.work.ShardWork;

/**
 * Measures now and then what the game servers use that this instance watches. It keeps a short
 * history of each while it runs, and adds to what is known of its version.
 */
@ApplicationScoped
public class Metering implements ShardWork {
  /** The name by which measuring is woken when the first game server of a shard is watched. */
  static final String KIND = "use";

  /** So many samples of a game server are kept. */
  public static final int HISTORY_MAX = 240;

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MIB = 1 << 20;

  private final Recorder recorder;
  private final UseSteps steps;
  private final Settings settings;
  private final Time time;

  private final Map<Long, History> histories = new ConcurrentHashMap<>();
  private final Map<Integer, Instant> dueAt = new ConcurrentHashMap<>();

  /** Measures what this recorder watches. */
  @Inject
  public Metering(Recorder recorder, UseSteps steps, Settings settings, Time time) {
    this.recorder = recorder;
    this.steps = steps;
    this.settings = settings;
    this.time = time;
  }

  protected Metering() {
    this(null, null, null, null);
  }

  /**
   * What a game server used at a moment: thousandths of a CPU since the sample before, MiB of
   * memory, and bytes received and sent since its start. What cannot be measured is null.
   */
  public record Sample(
      Instant at, Integer cpuMillis, Integer memoryMib, Long networkIn, Long networkOut) {
    static Sample of(Instant at, Driver.Use use, Instant before, Driver.Use last) {
      return new Sample(
          at,
          last == null ? null : cpu(Duration.between(before, at), use.cpuNanos(), last.cpuNanos()),
          use.memoryBytes() == null ? null : (int) ((use.memoryBytes() + MIB - 1) / MIB),
          use.networkIn(),
          use.networkOut());
    }

    private static Integer cpu(Duration passed, Long now, Long before) {
      long millis = passed.toMillis();
      if (now == null || before == null || now < before || millis <= 0) {
        return null;
      }
      return (int) ((now - before) * 1_000 / (millis * NANOS_PER_MILLI));
    }
  }

  private static final class History {
    private final Deque<Sample> samples = new ArrayDeque<>();
    private Driver.Use last;

    synchronized Sample add(Instant now, Driver.Use use) {
      Instant before = samples.isEmpty() ? now : samples.getLast().at;
      Sample sample = Sample.of(now, use, before, last);
      samples.add(sample);
      last = use;
      if (samples.size() > HISTORY_MAX) {
        samples.remove();
      }
      return sample;
    }

    synchronized List<Sample> samples() {
      return List.copyOf(samples);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean hasTable() {
    return false;
  }

  /** What the runtime used last, if this instance watches its game server. */
  public Optional<Sample> last(long runtime) {
    List<Sample> all = history(runtime);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** What the runtime used, oldest first. */
  public List<Sample> history(long runtime) {
    History history = histories.get(runtime);
    return history == null ? List.of() : history.samples();
  }

  @Override
  public Optional<Instant> run(int shard) {
    histories.keySet().removeIf(runtime -> !recorder.isWatched(runtime));
    List<Recording> running = recorder.running(shard);
    if (running.isEmpty()) {
      return Optional.empty();
    }
    Instant now = time.now();
    Instant due = dueAt.getOrDefault(shard, Instant.MIN);
    if (now.isBefore(due)) {
      return Optional.of(due);
    }
    Instant next = now.plus(settings.useInterval());
    dueAt.put(shard, next);
    SortedMap<UseSteps.Group, UseSteps.Measured> measured = new TreeMap<>();
    sites(running).values().forEach(atOneSite -> measure(atOneSite, measured));
    if (!measured.isEmpty()) {
      steps.add(shard, running.get(0).runtime(), measured);
    }
    return Optional.of(next);
  }

  private static Map<Long, List<Recording>> sites(List<Recording> running) {
    return running.stream()
        .collect(Collectors.groupingBy(recording -> recording.room().site().id()));
  }

  private void measure(
      List<Recording> atOneSite, SortedMap<UseSteps.Group, UseSteps.Measured> measured) {
    Pool.Room room = atOneSite.get(0).room();
    Map<Long, Driver.Use> used;
    try {
      used =
          room.driver().measure(room.site(), atOneSite.stream().map(Recording::runtime).toList());
    } catch (RuntimeException e) {
      System.getLogger(Metering.class.getName())
          .log(System.Logger.Level.DEBUG, "nothing measured on " + room.site().name(), e);
      return;
    }
    Instant now = time.now();
    for (Recording recording : atOneSite) {
      Driver.Use use = used.get(recording.runtime());
      if (use != null) {
        Sample sample =
            histories.computeIfAbsent(recording.runtime(), id -> new History()).add(now, use);
        UseSteps.Group group = new UseSteps.Group(recording.version(), recording.qualifier());
        add(sample, measured.computeIfAbsent(group, id -> new UseSteps.Measured()));
      }
    }
  }

  private static void add(Sample sample, UseSteps.Measured measured) {
    if (sample.cpuMillis != null) {
      measured.cpuMillis().add(sample.cpuMillis);
    }
    if (sample.memoryMib != null) {
      measured.memoryMib().add(sample.memoryMib);
    }
  }
}
