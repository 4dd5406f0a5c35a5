package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Open;
import omgservers.shared.rest.RawToken;
import omgservers.shared.sharding.Ids;
import omgservers.tenancy.SignIns;
import omgservers.tenancy.model.Role;

/** What the operators of the installation call. */
@Path("admin/request")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AdminResource {
  private final SignIns signIns;
  private final Callers callers;
  private final Ids ids;

  /** Doors to these use cases. */
  @Inject
  public AdminResource(SignIns signIns, Callers callers, Ids ids) {
    this.signIns = signIns;
    this.callers = callers;
    this.ids = ids;
  }

  /** For servers that look for one without parameters. */
  public AdminResource() {
    this(null, null, null);
  }

  /** An id. */
  public record Id(Long id) {}

  /** Lets an administrator in. */
  @Open
  @POST
  @Path("create-token")
  public RawToken createToken(@NotNull @Valid SignIn signIn) {
    return RawToken.of(signIns.signIn(Role.ADMIN, signIn.user(), signIn.password()));
  }

  /** Another token for an administrator who has a valid one. */
  @POST
  @Path("renew-token")
  public RawToken renewToken() {
    return RawToken.of(signIns.renew(callers.require(Role.ADMIN)));
  }

  /** A new id. */
  @POST
  @Path("generate-id")
  public Id generateId() {
    callers.require(Role.ADMIN);
    return new Id(ids.anywhere());
  }
}
