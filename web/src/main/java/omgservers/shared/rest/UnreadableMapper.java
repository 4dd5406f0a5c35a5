package omgservers.shared.rest;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** Answers bodies that cannot be read: malformed JSON, a wrong type, an unknown enum value. */
@Provider
public class UnreadableMapper implements ExceptionMapper<ProcessingException> {
  @Context private UriInfo uri;

  @Override
  public Response toResponse(ProcessingException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return Problem.of(refusal).at(uri.getRequestUri().getPath()).response();
      }
    }
    return unreadable(uri.getRequestUri().getPath());
  }

  static Response unreadable(String path) {
    return Problem.of(
            Response.Status.BAD_REQUEST.getStatusCode(),
            Qualifier.WRONG_REQUEST,
            "The body is not the JSON that is expected here.")
        .at(path)
        .response();
  }
}
