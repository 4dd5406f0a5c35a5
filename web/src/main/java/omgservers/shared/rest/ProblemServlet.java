package omgservers.shared.rest;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import omgservers.shared.console.ConsoleFilter;
import omgservers.shared.platform.Json;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/** The error page of the web application: errors that no resource answered become problems too. */
@WebServlet("/problem")
public class ProblemServlet extends HttpServlet {
  private static final String CONSOLE = "/console/";
  private static final Jsonb JSONB = JsonbBuilder.create(Json.config());

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    int code = status instanceof Integer known ? known : HttpServletResponse.SC_NOT_FOUND;
    String where = String.valueOf(path == null ? request.getRequestURI() : path);
    if (where.startsWith(CONSOLE)) {
      ConsoleFilter.showError(request, response, code);
      return;
    }
    write(response, code, where);
  }

  /** Writes the problem document of the status. */
  public static void write(HttpServletResponse response, int status, String path)
      throws IOException {
    Problem problem =
        switch (status) {
          case HttpServletResponse.SC_UNAUTHORIZED ->
              Problem.of(
                  status,
                  Qualifier.WRONG_CREDENTIALS,
                  "A valid token is needed: Authorization: Bearer <token>.");
          case HttpServletResponse.SC_FORBIDDEN ->
              Problem.of(status, Qualifier.PERMISSION_NOT_FOUND, "This is not allowed.");
          case HttpServletResponse.SC_NOT_FOUND ->
              Problem.of(status, Qualifier.OBJECT_NOT_FOUND, "There is nothing at this path.");
          default ->
              Problem.of(
                  status,
                  status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                      ? Qualifier.WRONG_REQUEST
                      : Qualifier.INTERNAL_EXCEPTION_OCCURRED,
                  "The request could not be answered.");
        };
    write(response, problem, path);
  }

  /** Writes the problem document of a refusal. */
  public static void write(HttpServletResponse response, Refusal refusal, String path)
      throws IOException {
    refusal
        .pause()
        .ifPresent(
            pause ->
                response.setHeader(
                    HttpHeaders.RETRY_AFTER, Long.toString(RefusalMapper.seconds(pause))));
    write(response, Problem.of(refusal), path);
  }

  private static void write(HttpServletResponse response, Problem problem, String path)
      throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    byte[] body = JSONB.toJson(problem.at(path)).getBytes(StandardCharsets.UTF_8);
    response.getOutputStream().write(body);
  }
}
