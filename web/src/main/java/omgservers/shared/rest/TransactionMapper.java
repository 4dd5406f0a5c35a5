package omgservers.shared.rest;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers what fails at the end of a transaction as every other fault: Jersey brings a mapper of
 * its own for these, which answers nothing.
 */
@Dependent
@Provider
public class TransactionMapper implements ExceptionMapper<TransactionalException> {
  @Context private UriInfo uri;

  private final FaultMapper faults;

  /** Answers as this one does. */
  @Inject
  public TransactionMapper(FaultMapper faults) {
    this.faults = faults;
  }

  /** For servers that look for one without parameters. */
  public TransactionMapper() {
    this(null);
  }

  @Override
  public Response toResponse(TransactionalException fault) {
    return faults.answer(fault, uri.getRequestUri().getPath());
  }
}
