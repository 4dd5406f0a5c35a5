package omgservers.shared.rest;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import omgservers.shared.problem.Qualifier;

/** Answers requests whose fields break constraints, each field by its name on the wire. */
@Provider
public class ConstraintMapper implements ExceptionMapper<ConstraintViolationException> {
  @Context private UriInfo uri;

  @Override
  public Response toResponse(ConstraintViolationException exception) {
    List<Problem.FieldError> errors =
        exception.getConstraintViolations().stream()
            .map(found -> new Problem.FieldError(field(found), found.getMessage()))
            .sorted(Comparator.comparing(Problem.FieldError::field))
            .toList();
    String detail = errors.isEmpty() ? "" : errors.get(0).field() + " " + errors.get(0).message();
    return Problem.of(
            Response.Status.BAD_REQUEST.getStatusCode(),
            Qualifier.VALIDATION_CONSTRAINT_VIOLATED,
            detail,
            errors)
        .at(uri.getRequestUri().getPath())
        .response();
  }

  /** The first two nodes of the path are the method and its parameter. */
  private static String field(ConstraintViolation<?> violation) {
    StringBuilder field = new StringBuilder();
    int depth = 0;
    for (Path.Node node : violation.getPropertyPath()) {
      if (depth++ < 2 || node.getName() == null) {
        continue;
      }
      if (node.getIndex() != null) {
        field.append('[').append(node.getIndex()).append(']');
      }
      // The element of a collection itself has a made-up name in brackets.
      if (!node.getName().startsWith("<")) {
        field.append(field.isEmpty() ? "" : ".").append(snake(node.getName()));
      }
    }
    return field.isEmpty() ? "body" : field.toString();
  }

  /** The name of a property as it is on the wire. */
  public static String snake(String name) {
    return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
