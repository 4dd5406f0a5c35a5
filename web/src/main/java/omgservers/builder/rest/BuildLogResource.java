package omgservers.builder.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import omgservers.builder.Builds;
import omgservers.builder.Builds.BuildLines;
import omgservers.pool.LogReading;
import omgservers.pool.rest.Followers;
import omgservers.pool.rest.LogFilters;
import omgservers.pool.rest.LogPage;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.ProjectPath;

/** What was written while an image was built: in parts, or line by line as it comes. */
@Path(ProjectPath.PROJECT + "/builds/{build}/log")
@RequestScoped
public class BuildLogResource {
  private final Builds builds;
  private final Followers followers;
  private final Entrance entrance;

  /** A door to these logs. */
  @Inject
  public BuildLogResource(Builds builds, Followers followers, Entrance entrance) {
    this.builds = builds;
    this.followers = followers;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public BuildLogResource() {
    this(null, null, null);
  }

  /**
   * A part of the log; with follow the log as it grows, as server-sent events, until the build is
   * over. A stream that broke off goes on after its Last-Event-ID.
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public LogPage read(
      @BeanParam ProjectPath path, @PathParam("build") long build, @BeanParam LogFilters filters) {
    Tenancy.Place project = entrance.find(path);
    Caller caller = entrance.caller();
    LogReading.Wish wish = filters.wish();
    return LogPage.of(
        filters.isTail()
            ? builds.tail(caller, project, new BuildLines(build, 0, filters.tail()), wish)
            : builds.read(
                caller, project, new BuildLines(build, filters.from(), filters.limit()), wish));
  }

  /** The log as it grows, until the build is over and all was sent. */
  @GET
  @Produces(Followers.STREAM)
  public void follow(
      @BeanParam ProjectPath path,
      @PathParam("build") long build,
      @BeanParam LogFilters filters,
      @HeaderParam("Last-Event-ID") String lastEvent,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Tenancy.Place project = entrance.find(path);
    Caller caller = entrance.caller();
    LogReading.Wish wish = filters.wish();
    long from =
        filters.followedFrom(
            lastEvent,
            count -> builds.tail(caller, project, new BuildLines(build, 0, count), wish));
    // What is refused is refused before the stream begins.
    builds.read(caller, project, new BuildLines(build, from, 1), wish);
    followers.follow(
        new Followers.Wanted(
            build,
            from,
            next ->
                builds.read(
                    caller, project, new BuildLines(build, next, Followers.LINES_AT_ONCE), wish)),
        sink,
        sse);
  }
}
