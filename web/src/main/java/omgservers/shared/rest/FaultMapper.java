package omgservers.shared.rest;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import omgservers.shared.mailbox.Traffic;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.Outages;
import omgservers.shared.tracing.Span;

/** Answers our own faults: the caller gets a reference, the log gets the fault. */
@Dependent
@Provider
public class FaultMapper implements ExceptionMapper<Throwable> {
  @Context private UriInfo uri;

  private final Traffic traffic;
  private final Callers callers;

  /** Answers that are counted here, to these callers. */
  @Inject
  public FaultMapper(Traffic traffic, Callers callers) {
    this.traffic = traffic;
    this.callers = callers;
  }

  /** For servers that look for one without parameters. */
  public FaultMapper() {
    this(null, null);
  }

  @Override
  public Response toResponse(Throwable fault) {
    return answer(fault, uri.getRequestUri().getPath());
  }

  /** The answer to a fault at this path. */
  Response answer(Throwable fault, String path) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return RefusalMapper.answer(refusal, path);
      }
      if (cause instanceof JsonbException || cause instanceof JsonException) {
        return UnreadableMapper.unreadable(path);
      }
    }
    String reference = callers.origin().request();
    Optional<Refusal> outage = Outages.in(fault);
    if (outage.isPresent()) {
      System.getLogger(FaultMapper.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "transaction of " + reference + " lost at " + path + Span.mark(),
              fault);
      return RefusalMapper.answer(outage.get(), path);
    }
    traffic.fault();
    System.getLogger(FaultMapper.class.getName())
        .log(System.Logger.Level.ERROR, "fault " + reference + " at " + path + Span.mark(), fault);
    return Problem.of(
            Response.Status.INTERNAL_SERVER_ERROR.getStatusCode(),
            Qualifier.INTERNAL_EXCEPTION_OCCURRED,
            "Something went wrong on our side; it is logged as " + reference + ".")
        .at(path)
        .response();
  }
}
