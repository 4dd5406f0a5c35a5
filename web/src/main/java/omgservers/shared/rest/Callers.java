package omgservers.shared.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omgservers.shared.limits.Addresses;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Revocations;
import omgservers.shared.security.Tokens;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Role;
import omgservers.tenancy.model.Scope;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes the present request, as the token says. */
@RequestScoped
public class Callers {
  private static final String RUNTIME = "runtime";
  private static final Set<String> OPERATORS = Set.of(Role.ADMIN.group(), Role.SUPPORT.group());

  private final JsonWebToken token;
  private final HttpServletRequest request;
  private final Addresses addresses;

  /** The caller of the request with this token. */
  @Inject
  public Callers(JsonWebToken token, HttpServletRequest request, Addresses addresses) {
    this.token = token;
    this.request = request;
    this.addresses = addresses;
  }

  protected Callers() {
    this(null, null, null);
  }

  /** The caller, who has one of the roles. */
  public Caller require(Role... allowed) {
    Set<String> groups = groups();
    return Arrays.stream(allowed)
        .filter(role -> groups.contains(role.group()))
        .findFirst()
        .map(this::caller)
        .orElseThrow(() -> forbidden(Arrays.toString(allowed).toLowerCase(Locale.ROOT)));
  }

  /** Someone who administers: an administrator, the support, or a developer. */
  public Caller staff() {
    return require(Role.DEVELOPER, Role.SUPPORT, Role.ADMIN);
  }

  private Caller caller(Role role) {
    return new Caller(subject(), role, limits(), origin());
  }

  /** Where the request comes from, and an id by which the log knows it. */
  public Caller.Origin origin() {
    return new Caller.Origin(address(), RequestFilter.id(request));
  }

  /** The id of the user or runtime that calls. */
  public long subject() {
    groups();
    return Long.parseLong(token.getSubject());
  }

  private Caller.Limits limits() {
    Object key = token.getClaim(Tokens.KEY);
    if (key == null) {
      return Caller.Limits.NONE;
    }
    Set<Scope> scopes =
        Arrays.stream(text(Tokens.SCOPES).split(" ", -1))
            .filter(name -> !name.isEmpty())
            .map(Scope::valueOf)
            .collect(Collectors.toSet());
    String tenant = text(Tokens.KEY_TENANT);
    return new Caller.Limits(
        Long.valueOf(text(Tokens.KEY)), scopes, tenant.isEmpty() ? null : Long.valueOf(tenant));
  }

  private String text(String claim) {
    Object value = token.getClaim(claim);
    return value instanceof JsonString json ? json.getString() : String.valueOf(value);
  }

  /** Where the request comes from. */
  String address() {
    return addresses.of(
        request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
  }

  /** What the token was given to: the API key, or else the user or the runtime. */
  String holder() {
    return token.getClaim(Tokens.KEY) == null ? token.getSubject() : text(Tokens.KEY);
  }

  /** Whether it is somebody who operates the installation. */
  boolean isOperator() {
    return hasToken()
        && token.getGroups() != null
        && OPERATORS.stream().anyMatch(token.getGroups()::contains);
  }

  /** The runtime that calls. */
  public long requireRuntime() {
    if (!groups().contains(RUNTIME)) {
      throw forbidden("[runtime]");
    }
    return Long.parseLong(token.getSubject());
  }

  /** When the token was issued. */
  public Instant issued() {
    return Instant.ofEpochSecond(token.getIssuedAtTime());
  }

  /** Fails when the token was revoked; without one there is nothing to revoke. */
  void requireUnrevoked(Revocations revocations) {
    if (!hasToken()) {
      return;
    }
    Instant issued =
        token.getClaim(Tokens.ISSUED) == null
            ? issued()
            : Instant.ofEpochMilli(Long.parseLong(text(Tokens.ISSUED)));
    boolean revoked = revocations.isRevoked(subject(), issued);
    if (token.getClaim(Tokens.KEY) != null) {
      revoked |= revocations.isRevoked(Long.parseLong(text(Tokens.KEY)), issued);
    }
    if (revoked) {
      throw Refusal.unauthenticated("The token was revoked; sign in again.");
    }
  }

  /** User and password, if the request came with those. */
  public Optional<BasicLogin> basicLogin() {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return BasicLogin.isIn(header) ? Optional.of(BasicLogin.of(header)) : Optional.empty();
  }

  /** Whether the request came with a token. */
  boolean hasToken() {
    return token != null && token.getRawToken() != null && token.getSubject() != null;
  }

  private Set<String> groups() {
    if (!hasToken()) {
      throw Refusal.unauthenticated("A token is needed: Authorization: Bearer <token>.");
    }
    return token.getGroups() == null ? Set.of() : token.getGroups();
  }

  private static Refusal forbidden(String roles) {
    return Refusal.forbidden(
        Qualifier.PERMISSION_NOT_FOUND, "This needs a token of the role " + roles + ".");
  }
}
