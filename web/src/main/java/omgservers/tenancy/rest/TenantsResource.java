package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.paging.Slice;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Estates;
import omgservers.tenancy.Tenancy;
import omgservers.tenancy.model.Life;
import omgservers.tenancy.model.Names;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Tenants. */
@Path("tenants")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TenantsResource {
  private final Estates estates;
  private final Tenancy tenancy;
  private final Directory directory;
  private final Shards shards;
  private final Callers callers;
  private final RemovalDoor removals;

  /** Doors to these use cases. */
  @Inject
  public TenantsResource(
      Estates estates,
      Tenancy tenancy,
      Directory directory,
      Shards shards,
      Callers callers,
      RemovalDoor removals) {
    this.estates = estates;
    this.tenancy = tenancy;
    this.directory = directory;
    this.shards = shards;
    this.callers = callers;
    this.removals = removals;
  }

  /** For servers that look for one without parameters. */
  public TenantsResource() {
    this(null, null, null, null, null, null);
  }

  /** A tenant that is wanted. */
  public record NewTenant(@Size(min = 1, max = 64) String alias) {}

  /** A tenant. */
  public record TenantView(
      Long id,
      List<String> aliases,
      Life state,
      Instant created,
      @Schema(nullable = true) RemovalView removal) {}

  /** The tenants that the caller may know of. */
  @GET
  public Paging.Page<TenantView> list(
      @BeanParam Paging paging,
      @QueryParam("alias") String alias,
      @QueryParam("state") Life state) {
    Caller caller = callers.staff();
    List<Estates.TenantFact> found =
        alias == null ? all(caller, paging, state) : named(caller, alias, state);
    Map<Long, List<String>> names =
        directory.names(found.stream().map(Estates.TenantFact::id).toList());
    return paging.page(
        found,
        Estates.TenantFact::id,
        tenant -> view(tenant, names.getOrDefault(tenant.id(), List.of())));
  }

  private List<Estates.TenantFact> all(Caller caller, Paging paging, Life state) {
    Slice slice = paging.slice();
    return slice.across(
        shards.count(),
        Estates.TenantFact::id,
        (shard, part) -> estates.tenants(caller, shard, state, part));
  }

  private List<Estates.TenantFact> named(Caller caller, String alias, Life state) {
    Optional<Long> id = directory.find(Names.Kind.TENANT, alias);
    return id.flatMap(tenant -> estates.findTenant(caller, tenant)).stream()
        .filter(tenant -> state == null || tenant.state() == state)
        .toList();
  }

  /** A new tenant, named at once when an alias is given. */
  @POST
  @APIResponseSchema(value = TenantView.class, responseCode = "201")
  public Response create(@NotNull @Valid NewTenant wish) {
    Caller caller = callers.staff();
    directory.requireFree(Names.Kind.TENANT, wish.alias);
    long id = tenancy.createTenant(caller);
    if (wish.alias != null) {
      directory.name(caller, Names.Kind.TENANT, wish.alias, id);
    }
    return Answers.created("tenants/" + id, view(estates.changedTenant(id)));
  }

  /** One tenant. */
  @GET
  @Path("{tenant}")
  public TenantView get(@PathParam("tenant") String tenant) {
    Caller caller = callers.staff();
    return view(caller, directory.tenant(tenant));
  }

  private TenantView view(Caller caller, long id) {
    return view(estates.tenant(caller, id));
  }

  private TenantView view(Estates.TenantFact tenant) {
    long id = tenant.id();
    return view(tenant, directory.names(List.of(id)).getOrDefault(id, List.of()));
  }

  private TenantView view(Estates.TenantFact tenant, List<String> aliases) {
    return new TenantView(
        tenant.id(), aliases, tenant.state(), tenant.created(), removals.of(tenant));
  }

  /** The tenant goes, with everything that it has: step by step, as the view then says. */
  @DELETE
  @Path("{tenant}")
  @APIResponseSchema(value = TenantView.class, responseCode = "202")
  public Response delete(@PathParam("tenant") String tenant) {
    Caller caller = callers.staff();
    return Answers.accepted(view(removals.tenant(caller, directory.tenant(tenant))));
  }

  /** Names the tenant, uniquely in the installation. */
  @PUT
  @Path("{tenant}/aliases/{alias}")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = TenantView.class)))
  public Response name(@PathParam("tenant") String tenant, @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    long id = directory.tenant(tenant);
    tenancy.requireNameable(caller, id);
    boolean fresh = directory.name(caller, Names.Kind.TENANT, alias, id);
    return Answers.named(fresh, view(estates.changedTenant(id)));
  }

  /** Frees the name. */
  @DELETE
  @Path("{tenant}/aliases/{alias}")
  public void unname(@PathParam("tenant") String tenant, @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    long id = directory.tenant(tenant);
    tenancy.requireNameable(caller, id);
    directory.unname(caller, Names.Kind.TENANT, alias, id);
  }
}
