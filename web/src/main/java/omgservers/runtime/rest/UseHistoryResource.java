package omgservers.runtime.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import omgservers.runtime.Supervision;
import omgservers.runtime.output.Metering;
import omgservers.tenancy.rest.Entrance;
import omgservers.tenancy.rest.StagePath;

/** What one game server of a stage used lately. */
@Path(StagePath.STAGE + "/runtimes/{runtime}/use")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UseHistoryResource {
  private final Supervision supervision;
  private final Metering metering;
  private final Entrance entrance;

  /** A door to these measurements. */
  @Inject
  public UseHistoryResource(Supervision supervision, Metering metering, Entrance entrance) {
    this.supervision = supervision;
    this.metering = metering;
    this.entrance = entrance;
  }

  /** For servers that look for one without parameters. */
  public UseHistoryResource() {
    this(null, null, null);
  }

  /** Samples, oldest first. */
  public record Samples(List<UseView> items) {}

  /** The samples of the runtime, as far as this instance has measured it. */
  @GET
  public Samples get(@BeanParam StagePath path, @PathParam("runtime") long runtime) {
    long id = supervision.get(entrance.toSee(path), runtime).id();
    return new Samples(metering.history(id).stream().map(UseView::of).toList());
  }
}
