package omgservers.runtime.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.output.Advice;
import omgservers.runtime.output.Fit;
import omgservers.runtime.output.Uses;
import omgservers.shared.rest.Callers;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many more game servers of a version fit on a pool server. */
@Path("pool/servers/{server}/advice")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AdviceResource {
  private final Advice advice;
  private final Uses uses;
  private final Shards shards;
  private final Callers callers;

  /** A door to this advice. */
  @Inject
  public AdviceResource(Advice advice, Uses uses, Shards shards, Callers callers) {
    this.advice = advice;
    this.uses = uses;
    this.shards = shards;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public AdviceResource() {
    this(null, null, null, null);
  }

  /** Free room; what is null is not known, and bounds nothing. */
  public record FreeView(
      int slots,
      @Schema(nullable = true) Integer cpuMillis,
      @Schema(nullable = true) Integer memoryMib) {}

  /** How many more fit, what they are taken to need, and from how many measurements that is. */
  public record FitView(
      RuntimeQualifier qualifier,
      int more,
      Fit.Bound boundBy,
      int samples,
      @Schema(nullable = true) Integer cpuMillis,
      @Schema(nullable = true) Integer memoryMib) {
    static FitView of(Fit fit) {
      return new FitView(
          fit.qualifier(),
          fit.count(),
          fit.bound(),
          (int) Math.min(Integer.MAX_VALUE, fit.samples()),
          fit.cpuMillis(),
          fit.memoryMib());
    }
  }

  /** An advice, and a sentence about what it is based on. */
  public record AdviceView(
      String server,
      @Schema(nullable = true) Long versionId,
      FreeView free,
      List<FitView> items,
      String basedOn) {}

  /** How many more fit, by what was measured of the version; nothing where nothing was measured. */
  @GET
  public AdviceView get(@PathParam("server") String server, @QueryParam("version") Long version) {
    Caller caller = callers.staff();
    Fit.Free free = advice.free(caller, server);
    List<Uses.GroupUse> shares = new ArrayList<>();
    for (int shard = 0; version != null && shard < shards.count(); shard++) {
      shares.addAll(uses.of(caller, version, shard));
    }
    List<Fit> fits = Fit.of(free, Uses.together(shares));
    return new AdviceView(
        server,
        version,
        new FreeView(free.slots(), free.cpuMillis(), free.memoryMib()),
        fits.stream().map(FitView::of).toList(),
        fits.isEmpty()
            ? "Nothing was measured of this version, or none was named."
            : "Each takes what it did not exceed in %d of 100 measurements; the room is what is free now."
                .formatted(Fit.PERCENT));
  }
}
