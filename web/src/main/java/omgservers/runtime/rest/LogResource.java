package omgservers.runtime.rest;

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
import omgservers.pool.LogReading;
import omgservers.pool.rest.Followers;
import omgservers.pool.rest.LogFilters;
import omgservers.pool.rest.LogPage;
import omgservers.runtime.output.Logs;
import omgservers.tenancy.Admission;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;

/** What one runtime of a stage wrote: in parts, or line by line as it comes. */
@Path(StagePath.STAGE + "/runtimes/{runtime}/log")
@RequestScoped
public class LogResource {
  private final Logs logs;
  private final Followers followers;
  private final Entrance entrance;

  /** A door to these logs. */
  @Inject
  public LogResource(Logs logs, Followers followers, Entrance entrance) {
    this.logs = logs;
    this.followers = followers;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public LogResource() {
    this(null, null, null);
  }

  /**
   * A part of the log; with follow the log as it grows, as server-sent events, until the runtime
   * has ended. A stream that broke off goes on after its Last-Event-ID.
   */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public LogPage read(
      @BeanParam StagePath path,
      @PathParam("runtime") long runtime,
      @BeanParam LogFilters filters) {
    Admission stage = entrance.toSee(path);
    LogReading.Wish wish = filters.wish();
    return LogPage.of(
        filters.isTail()
            ? logs.tail(stage, runtime, filters.tail(), wish)
            : logs.read(stage, runtime, filters.from(), filters.limit(), wish));
  }

  /** The log as it grows, until the runtime has ended and all was sent. */
  @GET
  @Produces(Followers.STREAM)
  public void follow(
      @BeanParam StagePath path,
      @PathParam("runtime") long runtime,
      @BeanParam LogFilters filters,
      @HeaderParam("Last-Event-ID") String lastEvent,
      @Context SseEventSink sink,
      @Context Sse sse) {
    Admission stage = entrance.toSee(path);
    LogReading.Wish wish = filters.wish();
    long from = filters.followedFrom(lastEvent, count -> logs.tail(stage, runtime, count, wish));
    // What is refused is refused before the stream begins.
    logs.read(stage, runtime, from, 1, wish);
    followers.follow(
        new Followers.Wanted(
            runtime, from, next -> logs.read(stage, runtime, next, Followers.LINES_AT_ONCE, wish)),
        sink,
        sse);
  }
}
