package omgservers.builder.console;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import omgservers.builder.Builds;
import omgservers.builder.Builds.BuildFact;
import omgservers.shared.console.Asked;
import omgservers.shared.console.Visitor;
import omgservers.shared.platform.Json;
import omgservers.tenancy.console.Where;

/** A build: how far it is, and what it writes. */
@Named
@RequestScoped
public class BuildPage {
  private final Builds builds;
  private final BuildProgress progress;
  private final Asked asked;
  private final Visitor visitor;
  private final Where where;
  private BuildFact build;

  /** A page by these use cases. */
  @Inject
  public BuildPage(
      Builds builds, BuildProgress progress, Asked asked, Visitor visitor, Where where) {
    this.builds = builds;
    this.progress = progress;
    this.asked = asked;
    this.visitor = visitor;
    this.where = where;
  }

  protected BuildPage() {
    this(null, null, null, null, null);
  }

  @PostConstruct
  void open() {
    asked.need("build");
    build = builds.get(where.caller(), where.project(), asked.number("build"));
  }

  /** The build. */
  public BuildFact getBuild() {
    return build;
  }

  /** Whether it can still be cancelled. */
  public boolean isOpen() {
    return !build.state().isOver() && !build.cancelling();
  }

  /** How far it is, as the page's script reads it. */
  public String getProgress() {
    return Json.write(progress.now(where.caller(), where.project(), build.id()));
  }

  /** It is not wanted any more. */
  public void cancel() {
    builds.cancel(where.caller(), where.project(), build.id());
    visitor.done("build.cancelled", Long.toString(build.id()));
  }

  /** It is done once more. */
  public void repeat() {
    builds.repeat(where.caller(), where.project(), build.id());
    visitor.done("build.repeated", Long.toString(build.id()));
  }
}
