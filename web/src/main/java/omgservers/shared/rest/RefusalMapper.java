package omgservers.shared.rest;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import omgservers.shared.problem.Refusal;

/** Answers what the use cases decline. */
@Provider
public class RefusalMapper implements ExceptionMapper<Refusal> {
  @Context private UriInfo uri;

  @Override
  public Response toResponse(Refusal refusal) {
    return answer(refusal, uri.getRequestUri().getPath());
  }

  /** The answer, with the pause after which the caller may try again. */
  static Response answer(Refusal refusal, String path) {
    Response response = Problem.of(refusal).at(path).response();
    refusal
        .pause()
        .ifPresent(
            pause -> response.getHeaders().putSingle(HttpHeaders.RETRY_AFTER, seconds(pause)));
    return response;
  }

  /** Whole seconds that are enough, at least one. */
  public static long seconds(Duration pause) {
    return Math.max(1, pause.plusSeconds(1).minusNanos(1).toSeconds());
  }
}
