package omgservers.runtime.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import omgservers.runtime.Supervision;
import omgservers.runtime.Supervision.RuntimeFact;
import omgservers.runtime.model.Runtime;
import omgservers.shared.console.Asked;
import omgservers.shared.console.ChartLines;
import omgservers.shared.console.Visitor;
import omgservers.shared.console.Words;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.console.Where;
import omgservers.tenancy.model.Scope;

/** One runtime: what it is, how it fares or why it ended, and what it wrote. */
@Named
@RequestScoped
public class RuntimePage {
  /** The exit code of a process that somebody asked to end. */
  private static final int TERMINATED = 143;

  private final Supervision supervision;
  private final RuntimeFigures figures;
  private final Asked asked;
  private final Visitor visitor;
  private final Words words;
  private final Where where;
  private RuntimeFact runtime;

  /** A page by these use cases. */
  @Inject
  public RuntimePage(
      Supervision supervision,
      RuntimeFigures figures,
      Asked asked,
      Visitor visitor,
      Words words,
      Where where) {
    this.supervision = supervision;
    this.figures = figures;
    this.asked = asked;
    this.visitor = visitor;
    this.words = words;
    this.where = where;
  }

  protected RuntimePage() {
    this(null, null, null, null, null, null);
  }

  @PostConstruct
  void load() {
    runtime = figures.find(where.toSee(), id());
  }

  private long id() {
    Long id = asked.number("runtime");
    if (id == null) {
      throw Refusal.notFound("The address lacks the parameter runtime.");
    }
    return id;
  }

  /** The runtime. */
  public RuntimeFact getRuntime() {
    return runtime;
  }

  /** What people call it. */
  public String getTitle() {
    return RuntimesPage.title(runtime, words);
  }

  /** What changes, as the page's script reads it. */
  public String getFigures() {
    return Json.write(figures.of(runtime));
  }

  /** Whether it goes on, so that it can be stopped. */
  public boolean isLive() {
    return runtime.state() != Runtime.State.CLOSING && runtime.state() != Runtime.State.ENDED;
  }

  /** Whether it is gone. */
  public boolean isOver() {
    return runtime.state() == Runtime.State.ENDED;
  }

  /** Whether its process ended by itself, and not well. */
  public boolean isCrashed() {
    Integer code = runtime.exitCode();
    return runtime.outOfMemory() || (code != null && code != 0 && code != TERMINATED);
  }

  /** How its process ended, or null. */
  public String getExit() {
    return figures.exit(runtime);
  }

  /** A chart of these figures, as its script reads it. */
  public String chart(String... names) {
    ChartLines lines = new ChartLines();
    for (String name : names) {
      lines.line(name, words.of("runtime." + name), figures.points(runtime.id(), name));
    }
    return lines.overTime();
  }

  /** Whether this instance has measured what it uses. */
  public boolean isMeasured() {
    return !figures.points(runtime.id(), "cpu").isEmpty();
  }

  /** Stops it; whoever plays in it goes to a lobby. */
  public void stop() {
    supervision.stop(where.toManage(Scope.DEPLOYMENTS), runtime.id());
    visitor.done("runtime.stopped", getTitle());
  }
}
