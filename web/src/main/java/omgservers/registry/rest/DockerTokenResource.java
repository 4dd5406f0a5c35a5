package omgservers.registry.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import omgservers.registry.RegistryGate;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.BasicLogin;
import omgservers.shared.rest.Callers;
import omgservers.shared.rest.Open;
import omgservers.shared.rest.Problem;
import omgservers.shared.rest.RefusalMapper;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Tokens for the registry, as the specification of registries wants a server to give them. */
@Path("docker/request/token")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DockerTokenResource {
  private final RegistryGate gate;
  private final Callers callers;

  /** Doors to this gate. */
  @Inject
  public DockerTokenResource(RegistryGate gate, Callers callers) {
    this.gate = gate;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public DockerTokenResource() {
    this(null, null);
  }

  /** A token, for someone who came with a password. */
  public record BasicToken(
      String token,
      String accessToken,
      int expiresIn,
      Instant issuedAt,
      @Schema(nullable = true) String refreshToken) {
    static BasicToken of(RegistryGate.Pass pass) {
      String token = pass.token().token();
      return new BasicToken(token, token, seconds(pass), pass.token().at(), pass.login());
    }
  }

  /** A token, for someone who asked by the rules of OAuth. */
  public record OauthToken(
      String accessToken,
      String scope,
      int expiresIn,
      Instant issuedAt,
      @Schema(nullable = true) String refreshToken) {
    static OauthToken of(RegistryGate.Pass pass) {
      return new OauthToken(
          pass.token().token(), pass.scope(), seconds(pass), pass.token().at(), pass.login());
    }
  }

  private static int seconds(RegistryGate.Pass pass) {
    return Math.toIntExact(pass.token().life().toSeconds());
  }

  /** A token for as much of the scopes as the user of the Basic authentication may do. */
  @Open
  @GET
  @APIResponseSchema(value = BasicToken.class, responseCode = "200")
  public Response basic(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @QueryParam("service") String service,
      @QueryParam("scope") List<String> scopes,
      @QueryParam("account") String account,
      @QueryParam("client_id") String client,
      @DefaultValue("false") @QueryParam("offline_token") boolean offline) {
    try {
      return fresh(BasicToken.of(gate.admit(visitor(authorization), scopes, offline)));
    } catch (Refusal refusal) {
      return refused(refusal);
    }
  }

  private RegistryGate.Visitor visitor(String authorization) {
    BasicLogin login = BasicLogin.of(authorization);
    return new RegistryGate.Visitor(login.user(), login.password(), null, callers.origin());
  }

  /** A token by a login that goes on, or by user and password. */
  @Open
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @APIResponseSchema(value = OauthToken.class, responseCode = "200")
  public Response oauth(
      @FormParam("grant_type") String grantType,
      @FormParam("service") String service,
      @FormParam("client_id") String client,
      @FormParam("access_type") String accessType,
      @FormParam("scope") List<String> scopes,
      @FormParam("refresh_token") String refreshToken,
      @FormParam("username") String username,
      @FormParam("password") String password) {
    try {
      RegistryGate.Visitor visitor = granted(grantType, refreshToken, username, password);
      boolean offline = "offline".equals(accessType) && visitor.login() == null;
      return fresh(OauthToken.of(gate.admit(visitor, scopes, offline)));
    } catch (Refusal refusal) {
      return refused(refusal);
    }
  }

  private RegistryGate.Visitor granted(
      String grantType, String refreshToken, String username, String password) {
    if ("refresh_token".equals(grantType) && refreshToken != null) {
      return new RegistryGate.Visitor(null, null, refreshToken, callers.origin());
    }
    if ("password".equals(grantType) && username != null && password != null) {
      return new RegistryGate.Visitor(username, password, null, callers.origin());
    }
    throw Refusal.unauthenticated(
        "grant_type must be refresh_token, with refresh_token, or password, with username and"
            + " password.");
  }

  private static Response fresh(Object body) {
    return Response.ok(body).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
  }

  /** An error as clients of registries read it, beside what all our problems have. */
  public record RegistryError(String code, String message) {}

  /** A problem document whose errors are those of the specification of registries. */
  public record RegistryProblem(
      String type,
      String title,
      int status,
      String detail,
      String qualifier,
      List<RegistryError> errors) {}

  private static Response refused(Refusal refusal) {
    Problem problem = Problem.of(refusal);
    String code =
        switch (refusal.kind()) {
          case UNAUTHENTICATED -> "UNAUTHORIZED";
          case TOO_MANY -> "TOOMANYREQUESTS";
          default -> "DENIED";
        };
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .entity(
                new RegistryProblem(
                    problem.type(),
                    problem.title(),
                    problem.status(),
                    problem.detail(),
                    problem.qualifier().name(),
                    List.of(new RegistryError(code, problem.detail()))));
    if (refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"registry\"");
    }
    refusal
        .pause()
        .ifPresent(pause -> answer.header(HttpHeaders.RETRY_AFTER, RefusalMapper.seconds(pause)));
    return answer.build();
  }
}
