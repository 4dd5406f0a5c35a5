package omgservers.runtime.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import omgservers.registry.Catalog;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Spread;
import omgservers.runtime.output.Uses;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.ProjectPath;

/** What the game servers of a version were measured to use. */
@Path(ProjectPath.PROJECT + "/versions/{version}/use")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class VersionUseResource {
  private static final int HIGH_PERCENT = 95;

  private final Catalog catalog;
  private final Uses uses;
  private final Shards shards;
  private final Entrance entrance;

  /** A door to these measurements. */
  @Inject
  public VersionUseResource(Catalog catalog, Uses uses, Shards shards, Entrance entrance) {
    this.catalog = catalog;
    this.uses = uses;
    this.shards = shards;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public VersionUseResource() {
    this(null, null, null, null);
  }

  /** How measured values are spread. */
  public record SpreadView(int average, int p95, int peak) {
    static SpreadView of(Spread spread) {
      return new SpreadView(
          (int) spread.average(), (int) spread.percentile(HIGH_PERCENT), (int) spread.peak());
    }
  }

  /** What game servers used that were there for the same. */
  public record GroupView(
      RuntimeQualifier qualifier, int samples, SpreadView cpuMillis, SpreadView memoryMib) {
    static GroupView of(Uses.GroupUse use) {
      return new GroupView(
          use.qualifier(),
          (int) Math.min(Integer.MAX_VALUE, use.samples()),
          SpreadView.of(use.cpuMillis()),
          SpreadView.of(use.memoryMib()));
    }
  }

  /** What a version used. */
  public record VersionUseView(Long versionId, List<GroupView> items) {}

  /** What the version used, lobbies and matches apart. */
  @GET
  public VersionUseView get(@BeanParam ProjectPath path, @PathParam("version") long version) {
    Catalog.VersionFact fact = catalog.version(entrance.caller(), entrance.find(path), version);
    List<Uses.GroupUse> shares = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      shares.addAll(uses.of(fact, shard));
    }
    return new VersionUseView(
        fact.id(), Uses.together(shares).stream().map(GroupView::of).toList());
  }
}
