package omgservers.runtime.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import omgservers.pool.rest.LogFilters;
import omgservers.runtime.Supervision;
import omgservers.runtime.Supervision.RuntimeFact;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.runtime.output.Logs;
import omgservers.runtime.output.Logs.LogFact;
import omgservers.runtime.output.Metering;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Words;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import omgservers.tenancy.console.Where;

/** The runtimes of a stage, and the logs of those that are long gone. */
@Named
@RequestScoped
public class RuntimesPage {
  private static final double PER_CENT = 10;

  private final Supervision supervision;
  private final Logs logs;
  private final Metering metering;
  private final Shards shards;
  private final Asked asked;
  private final Words words;
  private final Where where;
  private Admission stage;
  private Asked.Listed<RuntimeFact> list;
  private Asked.Listed<LogFact> kept;

  /** A page by these use cases. */
  @Inject
  public RuntimesPage(
      Supervision supervision,
      Logs logs,
      Metering metering,
      Shards shards,
      Asked asked,
      Words words,
      Where where) {
    this.supervision = supervision;
    this.logs = logs;
    this.metering = metering;
    this.shards = shards;
    this.asked = asked;
    this.words = words;
    this.where = where;
  }

  protected RuntimesPage() {
    this(null, null, null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    stage = where.toSee();
  }

  /** The runtimes that the filters leave. */
  public Asked.Listed<RuntimeFact> getList() {
    if (list == null) {
      Runtimes.Wish wish =
          new Runtimes.Wish(
              asked.one(Runtime.State.class, "state"),
              asked.one(RuntimeQualifier.class, "qualifier"),
              asked.number("deployment"),
              asked.number("version"),
              LogFilters.text("text", asked.text("text")));
      List<RuntimeFact> found =
          asked
              .slice()
              .across(
                  shards.count(),
                  RuntimeFact::id,
                  (shard, part) -> supervision.list(stage, shard, wish, part));
      list = asked.listed(found, RuntimeFact::id);
    }
    return list;
  }

  /** The logs that the filters leave. */
  public Asked.Listed<LogFact> getLogs() {
    if (kept == null) {
      RuntimeLogs.Wish wish =
          new RuntimeLogs.Wish(
              null,
              asked.number("version"),
              asked.number("deployment"),
              asked.one(RuntimeQualifier.class, "qualifier"),
              LogFilters.text("text", asked.text("text")),
              null,
              null);
      List<LogFact> found =
          asked
              .slice()
              .across(
                  shards.count(),
                  LogFact::runtime,
                  (shard, part) -> logs.list(stage, shard, wish, part));
      kept = asked.listed(found, LogFact::runtime);
    }
    return kept;
  }

  /** What people call the runtime. */
  public String title(RuntimeFact runtime) {
    return title(runtime, words);
  }

  /** What people call the runtime of the log. */
  public String title(LogFact log) {
    return log.mode() == null
        ? words.of("runtime.lobby", Long.toString(log.runtime()))
        : words.of("runtime.match", log.mode(), Long.toString(log.runtime()));
  }

  static String title(RuntimeFact runtime, Words words) {
    return runtime.mode() == null
        ? words.of("runtime.lobby", Long.toString(runtime.id()))
        : words.of("runtime.match", runtime.mode(), Long.toString(runtime.id()));
  }

  /** The address of the page of the runtime. */
  public String address(long id) {
    return where.stagePage("runtime") + "&runtime=" + id;
  }

  /** Per cent of a core that its game server used last, or nothing. */
  public String cpu(long id) {
    return metering
        .last(id)
        .map(Metering.Sample::cpuMillis)
        .map(millis -> Double.toString(millis / PER_CENT))
        .orElse("");
  }

  /** MiB of memory that its game server used last, or nothing. */
  public String memory(long id) {
    return metering.last(id).map(Metering.Sample::memoryMib).map(String::valueOf).orElse("");
  }
}
