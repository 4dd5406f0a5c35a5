package omgservers.builder.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import omgservers.builder.Builds;
import omgservers.builder.Builds.BuildFact;
import omgservers.builder.Builds.BuildLines;
import omgservers.pool.LogReading;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.References;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Role;

/** How far a build is and the last lines of its log, as they change. */
@ApplicationScoped
public class BuildProgress implements LiveTopic {
  /** So many lines are shown; all of them are told by the API. */
  static final int LINES_SHOWN = 400;

  private final Builds builds;
  private final Tenancy tenancy;
  private final Directory directory;

  /** The progress of these builds. */
  @Inject
  public BuildProgress(Builds builds, Tenancy tenancy, Directory directory) {
    this.builds = builds;
    this.tenancy = tenancy;
    this.directory = directory;
  }

  protected BuildProgress() {
    this(null, null, null);
  }

  /** A line of the log. */
  public record Line(int number, Instant at, String text) {}

  /**
   * How far it is.
   *
   * @param step what is being done, or empty
   * @param before how many lines there are before those that are shown
   */
  public record Progress(
      String state, String step, boolean over, String reason, int before, List<Line> lines) {}

  @Override
  public String name() {
    return "build";
  }

  /** Looked at anew each time: a permission may be taken away while the page is open. */
  @Override
  public Seen seen(Caller caller, Parameters asked) {
    long tenant = directory.tenant(asked.get("tenant"));
    Tenancy.Place project = tenancy.visible(caller, tenant, asked.get("project"), null);
    long build = References.id(asked.get("build")).orElseThrow(() -> Refusal.notFound("No build."));
    builds.get(caller, project, build);
    String who = caller.role() == Role.DEVELOPER ? " of " + caller.userId() : "";
    return new Seen("build " + build + who, () -> Json.write(now(caller, project, build)));
  }

  /** How far it is now. */
  Progress now(Caller caller, Tenancy.Place project, long id) {
    BuildFact build = builds.get(caller, project, id);
    LogReading.Part part =
        builds.tail(
            caller, project, new BuildLines(id, 0, LINES_SHOWN), new LogReading.Wish(null, null));
    List<Line> lines =
        part.lines().stream()
            .map(line -> new Line((int) line.number() + 1, line.at(), line.text()))
            .toList();
    return new Progress(
        build.state().name(),
        build.step() == null ? "" : build.step().name().toLowerCase(Locale.ROOT),
        build.state().isOver(),
        build.reason(),
        lines.isEmpty() ? 0 : lines.get(0).number - 1,
        lines);
  }
}
