package omgservers.pool.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import omgservers.pool.PoolAdministration;
import omgservers.pool.PoolAdministration.ContainerFact;
import omgservers.pool.PoolAdministration.ServerFact;
import omgservers.pool.ServerShape;
import omgservers.pool.model.Capacity;
import omgservers.pool.model.PoolServer;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.rest.Preconditions;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Where game servers run. */
@Path("pool")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class PoolResource {
  private static final int TEXT_MAX = 256;

  private final PoolAdministration pool;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public PoolResource(PoolAdministration pool, Callers callers) {
    this.pool = pool;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public PoolResource() {
    this(null, null);
  }

  /** A server that is wanted. */
  public record NewServer(
      @NotBlank
          @Pattern(
              regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
              message = "must be 1 to 64 letters, digits, dots, dashes and underscores")
          String name,
      @NotBlank String driver,
      @NotNull @Min(1) @Max(PoolServer.SLOTS_MAX) Integer slots,
      @PositiveOrZero Integer cpuMillis,
      @PositiveOrZero @Max(Capacity.MEMORY_MIB_MAX) Integer memoryMib,
      @Size(max = TEXT_MAX) String address,
      @Size(max = TEXT_MAX) String credentials,
      @Size(max = TEXT_MAX) String registry,
      @Size(max = TEXT_MAX) String network,
      @Size(max = TEXT_MAX) String ociRuntime,
      Boolean allowRoot,
      @PositiveOrZero @Max(PoolServer.SLOTS_MAX) Integer buildSlots) {
    /** The shape that is wanted. */
    public ServerShape shape() {
      return new ServerShape(
          slots,
          cpuMillis,
          memoryMib,
          address,
          credentials,
          registry,
          network,
          ociRuntime,
          allowRoot,
          null,
          buildSlots);
    }
  }

  /** What is to be different about a server; what is absent stays. */
  public record ServerChange(
      @Min(1) @Max(PoolServer.SLOTS_MAX) Integer slots,
      @PositiveOrZero Integer cpuMillis,
      @PositiveOrZero @Max(Capacity.MEMORY_MIB_MAX) Integer memoryMib,
      @Size(max = TEXT_MAX) String address,
      @Size(max = TEXT_MAX) String credentials,
      @Size(max = TEXT_MAX) String registry,
      @Size(max = TEXT_MAX) String network,
      @Size(max = TEXT_MAX) String ociRuntime,
      Boolean allowRoot,
      Boolean draining,
      @PositiveOrZero @Max(PoolServer.SLOTS_MAX) Integer buildSlots) {
    /** The shape that is wanted. */
    public ServerShape shape() {
      return new ServerShape(
          slots,
          cpuMillis,
          memoryMib,
          address,
          credentials,
          registry,
          network,
          ociRuntime,
          allowRoot,
          draining,
          buildSlots);
    }
  }

  /** A server, and how many containers are on it. */
  public record ServerView(
      Long id,
      String name,
      String driver,
      int slots,
      int used,
      boolean draining,
      Instant created,
      int version,
      int cpuMillis,
      int memoryMib,
      @Schema(nullable = true) String address,
      @Schema(nullable = true) String credentials,
      @Schema(nullable = true) String registry,
      @Schema(nullable = true) String network,
      @Schema(nullable = true) String ociRuntime,
      boolean allowRoot,
      Health health,
      @Schema(nullable = true) Instant unhealthySince,
      @Schema(nullable = true) String unhealthyReason,
      int buildSlots) {
    static ServerView of(ServerFact server) {
      return new ServerView(
          server.id(),
          server.name(),
          server.driver(),
          server.slots(),
          server.used(),
          server.draining(),
          server.created(),
          server.version(),
          server.capacity().cpuMillis(),
          server.capacity().memoryMib(),
          server.engine().address(),
          server.engine().credentials(),
          server.engine().registry(),
          server.engine().network(),
          server.engine().ociRuntime(),
          server.engine().allowRoot(),
          server.unhealthySince() == null ? Health.HEALTHY : Health.UNHEALTHY,
          server.unhealthySince(),
          server.unhealthyReason(),
          server.buildSlots());
    }
  }

  /** Whether a server answers. */
  public enum Health {
    /** It does, as far as is known. */
    HEALTHY,
    /** It does not, and gets nothing new. */
    UNHEALTHY
  }

  /** Room that a runtime holds on a server. */
  public record ContainerView(Long runtimeId, String server, Instant created) {
    static ContainerView of(ContainerFact container) {
      return new ContainerView(container.runtimeId(), container.server(), container.created());
    }
  }

  /** The servers of the pool. */
  @GET
  @Path("servers")
  public Paging.Page<ServerView> list(@BeanParam Paging paging) {
    return paging.page(pool.list(callers.staff(), paging.slice()), ServerFact::id, ServerView::of);
  }

  /**
   * A new server, which takes game servers at once. Its driver is one that the configuration has
   * switched on.
   */
  @POST
  @Path("servers")
  @APIResponseSchema(value = ServerView.class, responseCode = "201")
  public Response create(@NotNull @Valid NewServer wish) {
    ServerFact made = pool.create(callers.staff(), wish.name, wish.driver, wish.shape());
    return tagged(Answers.created("pool/servers/" + made.name(), ServerView.of(made)), made);
  }

  private static Response tagged(Response answer, ServerFact server) {
    answer.getHeaders().putSingle(HttpHeaders.ETAG, Preconditions.tag(server.version()));
    return answer;
  }

  /** One server. */
  @GET
  @Path("servers/{server}")
  @APIResponseSchema(value = ServerView.class, responseCode = "200")
  public Response get(@PathParam("server") String server) {
    return answer(pool.get(callers.staff(), server));
  }

  private static Response answer(ServerFact server) {
    return Response.ok(ServerView.of(server)).tag(Preconditions.tag(server.version())).build();
  }

  /**
   * Changes a server. One that drains keeps what runs on it and takes nothing new; slots below what
   * is used end nothing either. The server <code>local</code> is managed by the configuration: each
   * start of the platform sets its slots to <code>omgservers.pool.process.slots</code> again.
   */
  @PATCH
  @Path("servers/{server}")
  @APIResponseSchema(value = ServerView.class, responseCode = "200")
  public Response change(
      @PathParam("server") String server,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid ServerChange change) {
    return answer(
        pool.change(callers.staff(), server, Preconditions.version(ifMatch), change.shape()));
  }

  /**
   * Removes a server on which no containers are. The server <code>local</code> is there again after
   * the next start of the platform, as long as the configuration lets game servers run as
   * processes.
   */
  @DELETE
  @Path("servers/{server}")
  public void delete(@PathParam("server") String server) {
    pool.delete(callers.staff(), server);
  }

  /** Which runtimes hold room, on one server or on all. */
  @GET
  @Path("containers")
  public Paging.Page<ContainerView> containers(
      @BeanParam Paging paging, @QueryParam("server") String server) {
    return paging.page(
        pool.containers(callers.staff(), server, paging.slice()),
        ContainerFact::runtimeId,
        ContainerView::of);
  }
}
