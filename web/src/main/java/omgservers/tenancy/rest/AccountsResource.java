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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omgservers.shared.paging.Slice;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Answers;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Paging;
import omgservers.shared.rest.Preconditions;
import omgservers.shared.rest.ShownOnce;
import omgservers.shared.sharding.Shards;
import omgservers.tenancy.AccountAdministration;
import omgservers.tenancy.AccountFact;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Passwords;
import omgservers.tenancy.model.AccountState;
import omgservers.tenancy.model.Names;
import omgservers.tenancy.model.Role;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Accounts of those who administer. */
@Path("accounts")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {
  private final AccountAdministration administration;
  private final Directory directory;
  private final Shards shards;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public AccountsResource(
      AccountAdministration administration, Directory directory, Shards shards, Callers callers) {
    this.administration = administration;
    this.directory = directory;
    this.shards = shards;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public AccountsResource() {
    this(null, null, null, null);
  }

  /** An account that is wanted; without a password one is generated. */
  public record NewAccount(
      @NotNull Role role,
      @Size(min = 1, max = 64) String alias,
      @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX) String password) {}

  /** A new account with the password that was generated for it. */
  public record AccountWithPassword(
      Long id,
      Role role,
      List<String> aliases,
      AccountState state,
      Instant created,
      @Schema(nullable = true) Instant lockedUntil,
      int version,
      String password)
      implements ShownOnce {
    static AccountWithPassword of(AccountView view, String password) {
      return new AccountWithPassword(
          view.id(),
          view.role(),
          view.aliases(),
          view.state(),
          view.created(),
          view.lockedUntil(),
          view.version(),
          password);
    }
  }

  /** What an account is to be. */
  public record Change(@NotNull AccountState state) {}

  /** A password that is wanted; without one it is generated. */
  public record NewPassword(
      @Size(min = Passwords.LENGTH_MIN, max = Passwords.LENGTH_MAX) String password) {}

  /** A password that was generated. */
  public record Generated(String password) implements ShownOnce {}

  /** The accounts of people. */
  @GET
  public Paging.Page<AccountView> list(
      @BeanParam Paging paging,
      @QueryParam("role") String role,
      @QueryParam("state") String state,
      @QueryParam("alias") String alias) {
    Caller caller = callers.staff();
    Role wantedRole = oneOf("role", Role.PEOPLE, role);
    AccountState wantedState = oneOf("state", List.of(AccountState.values()), state);
    Slice slice = paging.slice();
    List<AccountFact> found =
        alias == null
            ? slice.across(
                shards.count(),
                AccountFact::id,
                (shard, part) -> administration.list(caller, shard, wantedRole, wantedState, part))
            : named(caller, alias).stream()
                .filter(it -> wantedRole == null || it.role() == wantedRole)
                .filter(it -> wantedState == null || it.state() == wantedState)
                .toList();
    Map<Long, List<String>> names = directory.names(found.stream().map(AccountFact::id).toList());
    return paging.page(
        found,
        AccountFact::id,
        account -> AccountView.of(account, names.getOrDefault(account.id(), List.of())));
  }

  private static <T extends Enum<T>> T oneOf(String field, List<T> known, String wanted) {
    return wanted == null
        ? null
        : known.stream()
            .filter(it -> it.name().equals(wanted))
            .findFirst()
            .orElseThrow(() -> Refusal.field(field, "must be one of " + known));
  }

  private Optional<AccountFact> named(Caller caller, String alias) {
    return directory.find(Names.Kind.USER, alias).flatMap(id -> administration.find(caller, id));
  }

  /** A new account; a password that was generated is in this answer only. */
  @POST
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(oneOf = {AccountView.class, AccountWithPassword.class})))
  public Response create(@NotNull @Valid NewAccount wish) {
    Caller caller = callers.staff();
    if (!Role.PEOPLE.contains(wish.role)) {
      throw Refusal.field("role", "must be one of " + Role.PEOPLE);
    }
    AccountAdministration.NewAccount made =
        administration.create(caller, wish.role, wish.alias, wish.password);
    AccountView view =
        AccountView.of(made.account(), wish.alias == null ? List.of() : List.of(wish.alias));
    Object body =
        made.password().isPresent() ? AccountWithPassword.of(view, made.password().get()) : view;
    Response created = Answers.created("accounts/" + view.id(), body);
    created.getHeaders().putSingle(HttpHeaders.ETAG, Preconditions.tag(view.version()));
    return created;
  }

  /** One account. */
  @GET
  @Path("{account}")
  @APIResponseSchema(value = AccountView.class, responseCode = "200")
  public Response get(@PathParam("account") String account) {
    Caller caller = callers.staff();
    return view(administration.get(caller, directory.user(account))).response();
  }

  private AccountView view(AccountFact account) {
    List<String> aliases =
        directory.names(List.of(account.id())).getOrDefault(account.id(), List.of());
    return AccountView.of(account, aliases);
  }

  /** Disables or enables the account. */
  @PATCH
  @Path("{account}")
  @APIResponseSchema(value = AccountView.class, responseCode = "200")
  public Response change(
      @PathParam("account") String account,
      @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
      @NotNull @Valid Change change) {
    Caller caller = callers.staff();
    int version = Preconditions.version(ifMatch);
    long id = directory.user(account);
    return view(administration.turn(caller, id, version, change.state)).response();
  }

  /** Removes the account. */
  @DELETE
  @Path("{account}")
  public void delete(@PathParam("account") String account) {
    Caller caller = callers.staff();
    administration.delete(caller, directory.user(account));
  }

  /** Gives the account another password; one that was generated is in this answer only. */
  @PUT
  @Path("{account}/password")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = Generated.class)))
  @APIResponse(responseCode = "204")
  public Response reset(@PathParam("account") String account, @Valid NewPassword wish) {
    Caller caller = callers.staff();
    String wanted = wish == null ? null : wish.password;
    return administration
        .reset(caller, directory.user(account), wanted)
        .map(password -> Response.ok(new Generated(password)))
        .orElseGet(Response::noContent)
        .build();
  }

  /** Signs the account out everywhere. */
  @DELETE
  @Path("{account}/tokens")
  public void signOut(@PathParam("account") String account) {
    Caller caller = callers.staff();
    administration.signOut(caller, directory.user(account));
  }

  /** Names the account, uniquely in the installation. */
  @PUT
  @Path("{account}/aliases/{alias}")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = AccountView.class)))
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = AccountView.class)))
  public Response name(@PathParam("account") String account, @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    long id = directory.user(account);
    AccountAdministration.Named named = administration.addName(caller, id, alias);
    return Answers.named(named.fresh(), view(named.account()));
  }

  /** Frees the name. */
  @DELETE
  @Path("{account}/aliases/{alias}")
  public void unname(@PathParam("account") String account, @PathParam("alias") String alias) {
    Caller caller = callers.staff();
    administration.removeName(caller, directory.user(account), alias);
  }
}
