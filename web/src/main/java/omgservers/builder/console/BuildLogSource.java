package omgservers.builder.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import omgservers.builder.Builds;
import omgservers.builder.Builds.BuildLines;
import omgservers.pool.LogReading;
import omgservers.pool.console.KeptLog;
import omgservers.pool.console.LogSource;
import omgservers.shared.console.LiveTopic;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Tenancy;

/** What is written while images are built; the page names a build by its project and id. */
@ApplicationScoped
public class BuildLogSource implements LogSource {
  private final Builds builds;
  private final Tenancy tenancy;
  private final Directory directory;

  /** Logs of these builds. */
  @Inject
  public BuildLogSource(Builds builds, Tenancy tenancy, Directory directory) {
    this.builds = builds;
    this.tenancy = tenancy;
    this.directory = directory;
  }

  protected BuildLogSource() {
    this(null, null, null);
  }

  @Override
  public String name() {
    return "build";
  }

  @Override
  public KeptLog find(Caller caller, LiveTopic.Parameters asked) {
    if (asked.get("tenant") == null || asked.get("project") == null) {
      throw Refusal.notFound("The address lacks the tenant or the project.");
    }
    Tenancy.Place project =
        tenancy.visible(caller, directory.tenant(asked.get("tenant")), asked.get("project"), null);
    KeptLog log = new BuildLogOfPage(builds, caller, project, id(asked.get("build")));
    log.tail(1, new LogReading.Wish(null, null));
    return log;
  }

  private static long id(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw Refusal.field("build", "must be an id");
    }
  }

  /** The permission is asked for at each reading. */
  private record BuildLogOfPage(Builds builds, Caller caller, Tenancy.Place project, long id)
      implements KeptLog {
    @Override
    public LogReading.Part from(long from, int limit, LogReading.Wish wish) {
      return builds.read(caller, project, new BuildLines(id, from, limit), wish);
    }

    @Override
    public LogReading.Part tail(int limit, LogReading.Wish wish) {
      return builds.tail(caller, project, new BuildLines(id, 0, limit), wish);
    }
  }
}
