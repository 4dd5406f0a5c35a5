package omgservers.runtime.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import omgservers.runtime.Supervision;
import omgservers.runtime.Supervision.RuntimeFact;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.output.Logs;
import omgservers.runtime.output.Metering;
import omgservers.shared.console.ChartLines.Point;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.console.Words;
import omgservers.shared.paging.Slice;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Caller;
import omgservers.tenancy.console.StagesAsked;

/** A runtime as it changes: how far it is, its history, and what its game server uses. */
@ApplicationScoped
public class RuntimeFigures implements LiveTopic {
  private static final double PER_CENT = 10;
  private static final double KIB = 1_024;
  private static final double MILLIS = 1_000;

  private final Supervision supervision;
  private final Logs logs;
  private final Metering metering;
  private final StagesAsked stages;
  private final Shards shards;
  private final Words words;
  private final Time time;

  /** Figures by these use cases. */
  @Inject
  public RuntimeFigures(
      Supervision supervision,
      Logs logs,
      Metering metering,
      StagesAsked stages,
      Shards shards,
      Words words,
      Time time) {
    this.supervision = supervision;
    this.logs = logs;
    this.metering = metering;
    this.stages = stages;
    this.shards = shards;
    this.words = words;
    this.time = time;
  }

  protected RuntimeFigures() {
    this(null, null, null, null, null, null, null);
  }

  /** A step of its history. */
  public record Step(String name, Instant at, String note) {}

  /**
   * What changes.
   *
   * @param cpu per cent of a core
   * @param memory MiB
   * @param received KiB per second
   * @param sent KiB per second
   */
  public record Figures(
      Instant at,
      String state,
      String tone,
      int clients,
      boolean over,
      Double cpu,
      Integer memory,
      Double received,
      Double sent,
      List<Step> steps) {}

  @Override
  public String name() {
    return "runtime";
  }

  @Override
  public Seen seen(Caller caller, Parameters asked) {
    Supplier<Admission> stage = stages.admission(caller, asked);
    long id = stages.id(asked, "runtime");
    find(stage.get(), id);
    return new Seen(
        "runtime " + id + StagesAsked.sight(caller),
        () -> {
          Admission admission = stage.get();
          return Json.write(of(find(admission, id)));
        });
  }

  /** The runtime; long after its end, what its log tells of it. */
  RuntimeFact find(Admission stage, long id) {
    try {
      return supervision.get(stage, id);
    } catch (Refusal refusal) {
      if (refusal.kind() != Refusal.Kind.NOT_FOUND) {
        throw refusal;
      }
      RuntimeLogs.Wish wish = new RuntimeLogs.Wish(id, null, null, null, null, null, null);
      return logs.list(stage, shards.shardOf(id), wish, Slice.first(1)).stream()
          .findFirst()
          .map(RuntimeFigures::remembered)
          .orElseThrow(() -> refusal);
    }
  }

  private static RuntimeFact remembered(Logs.LogFact log) {
    return new RuntimeFact(
        log.runtime(),
        log.qualifier(),
        Runtime.State.ENDED,
        log.exitReason(),
        log.deploymentId(),
        log.versionId(),
        null,
        log.mode(),
        0,
        log.created(),
        null,
        null,
        null,
        log.endedAt(),
        log.poolServer(),
        0,
        null,
        false);
  }

  /** The figures of the runtime. */
  Figures of(RuntimeFact runtime) {
    List<Metering.Sample> samples = metering.history(runtime.id());
    int last = samples.size() - 1;
    Metering.Sample now = last < 0 ? null : samples.get(last);
    return new Figures(
        time.now(),
        words.plain(runtime.state()),
        words.tone(runtime.state()),
        (int) runtime.clients(),
        runtime.state() == Runtime.State.ENDED,
        now == null ? null : cpu(now),
        now == null ? null : now.memoryMib(),
        last < 1 ? null : rate(samples.get(last - 1), now, Metering.Sample::networkIn),
        last < 1 ? null : rate(samples.get(last - 1), now, Metering.Sample::networkOut),
        steps(runtime));
  }

  private static Double cpu(Metering.Sample sample) {
    return sample.cpuMillis() == null ? null : sample.cpuMillis() / PER_CENT;
  }

  private static Double rate(
      Metering.Sample before, Metering.Sample now, Function<Metering.Sample, Long> count) {
    Long begin = count.apply(before);
    Long end = count.apply(now);
    long millis = Duration.between(before.at(), now.at()).toMillis();
    if (begin == null || end == null || end < begin || millis <= 0) {
      return null;
    }
    return Math.round((end - begin) / KIB / (millis / MILLIS) * 10) / 10.0;
  }

  /** The points of a line, by its name. */
  List<Point> points(long runtime, String name) {
    List<Metering.Sample> samples = metering.history(runtime);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Metering.Sample now = samples.get(i);
      Metering.Sample before = i == 0 ? now : samples.get(i - 1);
      Double value =
          switch (name) {
            case "cpu" -> cpu(now);
            case "memory" -> now.memoryMib() == null ? null : (double) now.memoryMib();
            case "received" -> rate(before, now, Metering.Sample::networkIn);
            case "sent" -> rate(before, now, Metering.Sample::networkOut);
            default -> throw new IllegalArgumentException(name);
          };
      points.add(new Point(now.at(), value));
    }
    return points;
  }

  private List<Step> steps(RuntimeFact runtime) {
    List<Step> steps = new ArrayList<>();
    boolean begun = runtime.startedAt() != null || runtime.readyAt() != null;
    boolean waits = runtime.closingAt() == null && runtime.endedAt() == null && !begun;
    steps.add(step("wanted", runtime.created(), waits ? runtime.reason() : null));
    if (runtime.startedAt() != null) {
      String where =
          runtime.poolServer() == null
              ? null
              : words.of("runtime.step.started.on", runtime.poolServer(), runtime.starts());
      steps.add(step("started", runtime.startedAt(), where));
    }
    if (runtime.readyAt() != null) {
      steps.add(step("ready", runtime.readyAt(), null));
    }
    if (runtime.closingAt() != null) {
      String name = exit(runtime) == null ? "closing" : "exited";
      steps.add(step(name, runtime.closingAt(), runtime.reason()));
    }
    if (runtime.endedAt() != null) {
      steps.add(
          step(
              "ended",
              runtime.endedAt(),
              runtime.closingAt() == null ? runtime.reason() : exit(runtime)));
    }
    return steps;
  }

  private Step step(String name, Instant at, String note) {
    return new Step(words.of("runtime.step." + name), at, words.clean(note));
  }

  /** How its process ended, as far as that is known; null otherwise. */
  String exit(RuntimeFact runtime) {
    if (runtime.outOfMemory()) {
      return words.of("runtime.out-of-memory");
    }
    return runtime.exitCode() == null ? null : words.of("runtime.exit", runtime.exitCode());
  }
}
