package omgservers.tenancy.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Open;
import omgservers.shared.rest.ShownOnce;
import omgservers.tenancy.OwnAccount;
import omgservers.tenancy.Passwords;
import omgservers.tenancy.SignIns;
import omgservers.tenancy.model.Role;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Tokens of those who administer. */
@Path("tokens")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {
  private final SignIns signIns;
  private final OwnAccount ownAccount;
  private final Callers callers;

  /** Doors to these use cases. */
  @Inject
  public TokensResource(SignIns signIns, OwnAccount ownAccount, Callers callers) {
    this.signIns = signIns;
    this.ownAccount = ownAccount;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public TokensResource() {
    this(null, null, null);
  }

  /** Who wants to be let in: the user by id or name, with the password or an API key. */
  public record Credentials(
      @NotBlank @Size(max = 64) String user,
      @NotBlank @Size(max = Passwords.LENGTH_MAX) String password) {}

  /** A token, whom it stands for and until when. */
  public record TokenView(String token, Role role, Long userId, Instant expiresAt)
      implements ShownOnce {
    static Response created(SignIns.Session session) {
      return Response.status(Response.Status.CREATED)
          .entity(
              new TokenView(session.token(), session.role(), session.userId(), session.expiresAt()))
          .build();
    }
  }

  /** Lets someone in. */
  @Open
  @POST
  @APIResponseSchema(value = TokenView.class, responseCode = "201")
  public Response signIn(@NotNull @Valid Credentials credentials) {
    return TokenView.created(signIns.signIn(credentials.user, credentials.password));
  }

  /** Another token for someone who has a good one. */
  @POST
  @Path("renewals")
  @APIResponseSchema(value = TokenView.class, responseCode = "201")
  public Response renew() {
    return TokenView.created(signIns.renew(callers.staff()));
  }

  /** Signs the caller out everywhere. */
  @DELETE
  public void signOut() {
    ownAccount.signOut(callers.staff());
  }
}
