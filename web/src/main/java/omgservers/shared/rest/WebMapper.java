package omgservers.shared.rest;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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
    int status = exception.getResponse().getStatus();
    if (exception instanceof NotSupportedException) {
      // The protocol answers 400 here, and old clients know only that.
      return Problem.of(
              uri.getBaseUri().getPath().startsWith(Api.PATH) ? status : BAD_REQUEST,
              Qualifier.WRONG_MEDIA_TYPE,
              "The body must be application/json.")
          .at(path)
          .response();
    }
    if (exception instanceof BadRequestException) {
      return UnreadableMapper.unreadable(path);
    }
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
    Response answer = Problem.of(status, qualifier, detail(exception)).at(path).response();
    String allowed = exception.getResponse().getHeaderString(HttpHeaders.ALLOW);
    if (allowed != null) {
      answer.getHeaders().putSingle(HttpHeaders.ALLOW, allowed);
    }
    return answer;
  }

  private static String detail(WebApplicationException exception) {
    if (exception instanceof NotFoundException) {
      return "There is nothing at this path.";
    }
    if (exception instanceof NotAllowedException) {
      return "The method is not one of those that this path knows.";
    }
    return exception instanceof NotAcceptableException
        ? "The answer cannot be had in the media type that is asked for."
        : exception.getMessage();
  }
}
