package omgservers.shared.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/**
 * The body of every error: a problem document (RFC 9457) with the protocol's qualifier beside, so
 * that clients of either kind understand it.
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    Qualifier qualifier,
    List<FieldError> errors) {
  /** The media type of problem documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final int TOO_MANY_REQUESTS = 429;

  /** A field of the request and what is wrong with it. */
  public record FieldError(String field, String message) {}

  /** A problem without wrong fields. */
  public static Problem of(int status, Qualifier qualifier, String detail) {
    return of(status, qualifier, detail, List.of());
  }

  /** A problem with wrong fields. */
  public static Problem of(
      int status, Qualifier qualifier, String detail, List<FieldError> errors) {
    String slug = qualifier.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "Error" : known.getReasonPhrase();
    return new Problem(
        "/problems/" + slug, title, status, detail, null, qualifier, List.copyOf(errors));
  }

  /** The problem document for a refusal. */
  public static Problem of(Refusal refusal) {
    List<FieldError> errors =
        refusal.field().map(field -> new FieldError(field, refusal.getMessage())).stream().toList();
    return of(status(refusal.kind()), refusal.qualifier(), refusal.getMessage(), errors);
  }

  private static int status(Refusal.Kind kind) {
    return switch (kind) {
      case INVALID -> Response.Status.BAD_REQUEST.getStatusCode();
      case UNAUTHENTICATED -> Response.Status.UNAUTHORIZED.getStatusCode();
      case FORBIDDEN -> Response.Status.FORBIDDEN.getStatusCode();
      case NOT_FOUND -> Response.Status.NOT_FOUND.getStatusCode();
      case CONFLICT -> Response.Status.CONFLICT.getStatusCode();
      case CHANGED_MEANWHILE -> Response.Status.PRECONDITION_FAILED.getStatusCode();
      case UNCONDITIONAL -> Response.Status.PRECONDITION_REQUIRED.getStatusCode();
      case TOO_LARGE -> Response.Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();
      case TOO_MANY -> TOO_MANY_REQUESTS;
      case UNREACHABLE -> Response.Status.BAD_GATEWAY.getStatusCode();
      case UNAVAILABLE -> Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
    };
  }

  /** The same problem, with the path that it happened at. */
  public Problem at(String path) {
    return new Problem(type, title, status, detail, path, qualifier, errors);
  }

  /** The answer with this body. */
  public Response response() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }

  /** The media type, for writers. */
  static MediaType mediaType() {
    return MediaType.valueOf(MEDIA_TYPE);
  }
}
