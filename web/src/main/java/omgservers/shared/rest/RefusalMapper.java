package omgservers.shared.rest;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import omgservers.shared.problem.Refusal;

/** Answers what the use cases decline. */
@Provider
public class RefusalMapper implements ExceptionMapper<Refusal> {
  @Context private UriInfo uri;

  @Override
  public Response toResponse(Refusal refusal) {
    Response response = Problem.of(refusal).at(uri.getRequestUri().getPath()).response();
    refusal
        .pause()
        .ifPresent(
            pause ->
                response
                    .getHeaders()
                    .putSingle(HttpHeaders.RETRY_AFTER, Math.max(1, pause.toSeconds())));
    return response;
  }
}
