package omgservers.shared.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Role;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes the present request, as the token says. */
@RequestScoped
public class Callers {
  private static final String RUNTIME = "runtime";

  private final JsonWebToken token;

  /** The caller with this token. */
  @Inject
  public Callers(JsonWebToken token) {
    this.token = token;
  }

  protected Callers() {
    this(null);
  }

  /** The caller, who has one of the roles. */
  public Caller require(Role... allowed) {
    Set<String> groups = groups();
    return Arrays.stream(allowed)
        .filter(role -> groups.contains(role.group()))
        .findFirst()
        .map(role -> new Caller(Long.parseLong(token.getSubject()), role))
        .orElseThrow(() -> forbidden(Arrays.toString(allowed).toLowerCase(Locale.ROOT)));
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

  private Set<String> groups() {
    if (token == null || token.getRawToken() == null || token.getSubject() == null) {
      throw Refusal.unauthenticated("A token is needed: Authorization: Bearer <token>.");
    }
    return token.getGroups() == null ? Set.of() : token.getGroups();
  }

  private static Refusal forbidden(String roles) {
    return Refusal.forbidden(
        Qualifier.PERMISSION_NOT_FOUND, "This needs a token of the role " + roles + ".");
  }
}
