package omgservers.runtime.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigInteger;
import java.time.Instant;
import omgservers.pool.rest.LogFilters;
import omgservers.runtime.model.RuntimeLogs;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.output.Logs;
import omgservers.runtime.output.Logs.LogFact;
import omgservers.shared.paging.Slice;
import omgservers.shared.rest.Paging;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Admission;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The logs of a stage, those of runtimes that are long gone too. */
@Path(StagePath.STAGE + "/logs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class LogSearchResource {
  private final Logs logs;
  private final Shards shards;
  private final Entrance entrance;

  /** A door to these logs. */
  @Inject
  public LogSearchResource(Logs logs, Shards shards, Entrance entrance) {
    this.logs = logs;
    this.shards = shards;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public LogSearchResource() {
    this(null, null, null);
  }

  /** Which logs are wanted. */
  public static class Filters {
    @QueryParam("runtime")
    private Long runtime;

    @QueryParam("version")
    private Long version;

    @QueryParam("deployment")
    private Long deployment;

    @QueryParam("qualifier")
    private RuntimeQualifier qualifier;

    @QueryParam("exit_reason")
    private String exitReason;

    @QueryParam("from")
    private Instant from;

    @QueryParam("to")
    private Instant to;

    RuntimeLogs.Wish wish() {
      return new RuntimeLogs.Wish(
          runtime,
          version,
          deployment,
          qualifier,
          LogFilters.text("exit_reason", exitReason),
          from,
          to);
    }
  }

  /** A log with what is known of its runtime. */
  public record LogView(
      Long runtimeId,
      RuntimeQualifier qualifier,
      @Schema(nullable = true) String mode,
      Long deploymentId,
      Long versionId,
      @Schema(nullable = true) String poolServer,
      Instant created,
      @Schema(nullable = true) Instant endedAt,
      @Schema(nullable = true) String exitReason,
      BigInteger lines,
      BigInteger size,
      BigInteger lostBytes,
      @Schema(nullable = true) String firstLine,
      @Schema(nullable = true) String lastLine,
      @Schema(nullable = true) Instant lastAt) {
    static LogView of(LogFact log) {
      return new LogView(
          log.runtime(),
          log.qualifier(),
          log.mode(),
          log.deploymentId(),
          log.versionId(),
          log.poolServer(),
          log.created(),
          log.endedAt(),
          log.exitReason(),
          BigInteger.valueOf(log.lines()),
          BigInteger.valueOf(log.size()),
          BigInteger.valueOf(log.lost()),
          log.first(),
          log.last(),
          log.lastAt());
    }
  }

  /** The logs of the stage. */
  @GET
  public Paging.Page<LogView> list(
      @BeanParam StagePath path, @BeanParam Filters filters, @BeanParam Paging paging) {
    Admission stage = entrance.toSee(path);
    RuntimeLogs.Wish wish = filters.wish();
    Slice slice = paging.slice();
    return paging.page(
        slice.across(
            shards.count(), LogFact::runtime, (shard, part) -> logs.list(stage, shard, wish, part)),
        LogFact::runtime,
        LogView::of);
  }
}
