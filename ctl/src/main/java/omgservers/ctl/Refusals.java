package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import omgservers.ctl.Api.Answer;

/** Says what the server refused, why, and what to do about it. */
final class Refusals {
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY = 429;
  private static final Set<Integer> CONFLICTS = Set.of(409, 412, 428);
  private static final Set<Integer> NO_ANSWERS = Set.of(502, 503, 504);

  private Refusals() {}

  /**
   * The trouble that this answer is.
   *
   * @param asker who asked, as the person knows them; null for nobody yet
   */
  static Trouble of(Answer answer, String asker) {
    JsonNode problem = answer.body();
    StringBuilder text = new StringBuilder();
    text.append(problem.path("qualifier").asText("HTTP " + answer.status()));
    text.append(": ").append(problem.path("detail").asText("status " + answer.status()));
    for (JsonNode error : problem.path("errors")) {
      text.append("\n  ").append(error.path("field").asText());
      text.append(": ").append(error.path("message").asText());
    }
    String hint = asker == null ? "" : hint(answer, asker);
    if (!hint.isEmpty()) {
      text.append("\nHint: ").append(hint);
    }
    return new Trouble(exitCode(answer.status()), Output.plain(text.toString()));
  }

  static int exitCode(int status) {
    if (CONFLICTS.contains(status)) {
      return Trouble.CONFLICT;
    }
    if (NO_ANSWERS.contains(status)) {
      return Trouble.UNREACHABLE;
    }
    return switch (status) {
      case UNAUTHENTICATED -> Trouble.LOGIN;
      case NOT_FOUND -> Trouble.NOT_FOUND;
      default -> Trouble.REFUSED;
    };
  }

  private static String hint(Answer answer, String asker) {
    String qualifier = answer.body().path("qualifier").asText();
    return switch (answer.status()) {
      case UNAUTHENTICATED -> "the login of " + asker + " is not valid; log in: omgctl login";
      case FORBIDDEN ->
          "you asked as "
              + asker
              + "; another login is chosen with --as, rights are given with: omgctl permission grant";
      case NOT_FOUND ->
          "you asked as "
              + asker
              + ", who sees only what a permission opens; list commands show it";
      case TOO_MANY ->
          answer.retryAfter().isPresent()
              ? "try again in " + answer.retryAfter().getAsLong() + " s"
              : "try again later";
      default ->
          qualifier.equals("WRONG_PRECONDITION")
              ? "it was changed meanwhile; read it again, and repeat with its new version"
              : "";
    };
  }
}
