package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.KeyRing;

/** The API keys of accounts. */
@Path("accounts/{account}/keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class AccountKeysResource {
  private final KeyRing keyRing;
  private final Directory directory;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public AccountKeysResource(KeyRing keyRing, Directory directory, Callers callers) {
    this.keyRing = keyRing;
    this.directory = directory;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public AccountKeysResource() {
    this(null, null, null);
  }

  /** The API keys of the account. */
  @GET
  public Paging.Page<KeyView> keys(@PathParam("account") String account, @BeanParam Paging paging) {
    Caller caller = callers.staff();
    long id = directory.user(account);
    return paging.page(keyRing.of(caller, id, paging.slice()), KeyRing.KeyFact::id, KeyView::of);
  }

  /** Ends an API key of the account. */
  @DELETE
  @Path("{key}")
  public void deleteKey(@PathParam("account") String account, @PathParam("key") String key) {
    Caller caller = callers.staff();
    keyRing.deleteOf(caller, directory.user(account), KeyIds.of(key));
  }
}
