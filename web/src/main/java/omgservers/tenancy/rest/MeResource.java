package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.rest.Preconditions;
import omgservers.tenancy.AccountFact;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.KeyRing;
import omgservers.tenancy.OwnAccount;
import omgservers.tenancy.Passwords;
import omgservers.tenancy.model.AccountState;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** One's own account. */
@Path("me")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {
  private final OwnAccount ownAccount;
  private final KeyRing keyRing;
  private final Directory directory;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public MeResource(OwnAccount ownAccount, KeyRing keyRing, Directory directory, Callers callers) {
    this.ownAccount = ownAccount;
    this.keyRing = keyRing;
    this.directory = directory;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public MeResource() {
    this(null, null, null, null);
  }

  /** The caller's account, and the API key in use if there is one. */
  public record Me(
      Long id,
      Role role,
      List<String> aliases,
      AccountState state,
      Instant created,
      @Schema(nullable = true) Instant lockedUntil,
      int version,
      @Schema(nullable = true) KeyView.Used key) {
    static Me of(AccountFact account, List<String> aliases, KeyView.Used key) {
      return new Me(
          account.id(),
          account.role(),
          aliases,
          account.state(),
          account.created(),
          account.lockedUntil(),
          account.version(),
          key);
    }
  }

  /** The present password and the one to come. */
  public record NewPassword(
      @NotBlank @Size(max = Passwords.LENGTH_MAX) String current,
      @NotNull @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX) String fresh) {}

  /** An API key that is wanted. */
  public record NewKey(
      @NotBlank @Size(max = 64) String name,
      @NotEmpty Set<@NotNull Scope> scopes,
      @Size(min = 1, max = 64) String tenant,
      Instant expiresAt) {}

  /** Who the caller is. */
  @GET
  @APIResponseSchema(value = Me.class, responseCode = "200")
  public Response get() {
    Caller caller = callers.staff();
    AccountFact account = ownAccount.get(caller);
    List<String> aliases =
        directory.names(List.of(account.id())).getOrDefault(account.id(), List.of());
    KeyView.Used key = keyRing.used(caller).map(KeyView.Used::of).orElse(null);
    return Response.ok(Me.of(account, aliases, key))
        .tag(Preconditions.tag(account.version()))
        .build();
  }

  /** Another password; whoever is signed in is signed out. */
  @PUT
  @Path("password")
  public void changePassword(@NotNull @Valid NewPassword passwords) {
    ownAccount.changePassword(callers.staff(), passwords.current, passwords.fresh);
  }

  /** The caller's API keys. */
  @GET
  @Path("keys")
  public Paging.Page<KeyView> keys(@BeanParam Paging paging) {
    Caller caller = callers.staff();
    return paging.page(keyRing.own(caller, paging.slice()), KeyRing.KeyFact::id, KeyView::of);
  }

  /** A new API key; its text is in this answer only. */
  @POST
  @Path("keys")
  @APIResponseSchema(value = KeyView.Fresh.class, responseCode = "201")
  public Response createKey(@NotNull @Valid NewKey wish) {
    Caller caller = callers.staff();
    KeyRing.NewKey made =
        keyRing.create(
            caller, new KeyRing.Wish(wish.name, wish.scopes, wish.tenant, wish.expiresAt));
    return Answers.created("me/keys/" + made.key().id(), KeyView.Fresh.of(made));
  }

  /** Ends an API key. */
  @DELETE
  @Path("keys/{key}")
  public void deleteKey(@PathParam("key") String key) {
    keyRing.deleteOwn(callers.staff(), KeyIds.of(key));
  }
}
