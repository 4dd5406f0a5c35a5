package omgservers.shared.rest;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** Answers what the REST layer itself declines: unknown paths, wrong methods and media types. */
@Provider
public class WebMapper implements ExceptionMapper<WebApplicationException> {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int SERVER_ERROR = 500;

  @Context private UriInfo uri;

  @Override
  public Response toResponse(WebApplicationException exception) {
    String path = uri.getRequestUri().getPath();
    for (Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return Problem.of(refusal).at(path).response();
      }
    }
    if (exception instanceof NotSupportedException) {
      // The protocol answers 400 here, and old clients know only that.
      return Problem.of(
              BAD_REQUEST, Qualifier.WRONG_MEDIA_TYPE, "The body must be application/json.")
          .at(path)
          .response();
    }
    if (exception instanceof BadRequestException) {
      return UnreadableMapper.unreadable(path);
    }
    int status = exception.getResponse().getStatus();
    Qualifier qualifier =
        switch (status) {
          case UNAUTHORIZED -> Qualifier.WRONG_CREDENTIALS;
          case FORBIDDEN -> Qualifier.PERMISSION_NOT_FOUND;
          case NOT_FOUND -> Qualifier.OBJECT_NOT_FOUND;
          default ->
              status < SERVER_ERROR
                  ? Qualifier.WRONG_REQUEST
                  : Qualifier.INTERNAL_EXCEPTION_OCCURRED;
        };
    return Problem.of(status, qualifier, exception.getMessage()).at(path).response();
  }
}
