package omgservers.shared.rest;

import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** Answers bodies that cannot be read: malformed JSON, a wrong type, an unknown enum value. */
@Provider
public class UnreadableMapper implements ExceptionMapper<ProcessingException> {
  private static final Pattern PROPERTY = Pattern.compile("property '(\\w+)'");

  private static final Pattern UNKNOWN_FIELD =
      Pattern.compile("[Pp]roperty '?(\\w+)'? can ?not be mapped");

  private static final Pattern UNKNOWN =
      Pattern.compile("No enum constant [\\w.$]+\\.([^.]{1,64})$");

  @Context private UriInfo uri;

  @Override
  public Response toResponse(ProcessingException exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return Problem.of(refusal).at(uri.getRequestUri().getPath()).response();
      }
    }
    Optional<String> unknown = find(UNKNOWN, exception);
    if (unknown.isPresent()) {
      String detail = "'" + unknown.get() + "' is not one of the values that are known here.";
      return Problem.of(
              Response.Status.BAD_REQUEST.getStatusCode(), Qualifier.WRONG_REQUEST, detail)
          .at(uri.getRequestUri().getPath())
          .response();
    }
    Optional<String> extra = find(UNKNOWN_FIELD, exception);
    if (extra.isPresent()) {
      return wrongField(extra.get(), "is not a field that is known here");
    }
    return find(PROPERTY, exception)
        .map(ConstraintMapper::snake)
        .map(field -> wrongField(field, "is not a value that is expected here"))
        .orElseGet(() -> unreadable(uri.getRequestUri().getPath()));
  }

  /** The reader of JSON tells what it dislikes only in its messages; the innermost is nearest. */
  private static Optional<String> find(Pattern pattern, Throwable exception) {
    Optional<String> found = Optional.empty();
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        found = Optional.of(matcher.group(1));
      }
    }
    return found;
  }

  private Response wrongField(String field, String fault) {
    return Problem.of(
            Response.Status.BAD_REQUEST.getStatusCode(),
            Qualifier.WRONG_REQUEST,
            field + " " + fault,
            List.of(new Problem.FieldError(field, fault)))
        .at(uri.getRequestUri().getPath())
        .response();
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
