package omgservers.runtime.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import omgservers.pool.LogReading;
import omgservers.pool.console.KeptLog;
import omgservers.pool.console.LogSource;
import omgservers.runtime.output.Logs;
import omgservers.shared.console.LiveTopic;
import omgservers.tenancy.Admission;
import omgservers.tenancy.Caller;
import omgservers.tenancy.console.StagesAsked;

/** What game servers write; the page names one by its stage and <code>runtime</code>. */
@ApplicationScoped
public class RuntimeLogSource implements LogSource {
  private final Logs logs;
  private final StagesAsked stages;

  /** Logs for those who are admitted. */
  @Inject
  public RuntimeLogSource(Logs logs, StagesAsked stages) {
    this.logs = logs;
    this.stages = stages;
  }

  protected RuntimeLogSource() {
    this(null, null);
  }

  @Override
  public String name() {
    return "runtime";
  }

  @Override
  public KeptLog find(Caller caller, LiveTopic.Parameters asked) {
    Supplier<Admission> stage = stages.admission(caller, asked);
    KeptLog log = new RuntimeLogOfPage(logs, stage, stages.id(asked, "runtime"));
    log.tail(1, new LogReading.Wish(null, null));
    return log;
  }

  /** Admitted anew each time: a permission may be taken away while the page is open. */
  private record RuntimeLogOfPage(Logs logs, Supplier<Admission> stage, long id)
      implements KeptLog {
    @Override
    public LogReading.Part from(long from, int limit, LogReading.Wish wish) {
      return logs.read(stage.get(), id, from, limit, wish);
    }

    @Override
    public LogReading.Part tail(int limit, LogReading.Wish wish) {
      return logs.tail(stage.get(), id, limit, wish);
    }
  }
}
