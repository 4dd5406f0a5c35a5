package omgservers.pool.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.regex.Pattern;
import omgservers.shared.tracing.Span;

/** The way to an engine on which each call is a span, where somebody records. */
record TracedEngine(String server, DockerHttpClient http) implements DockerHttpClient {
  /** Ids and names stand between two words of the API, as in /containers/…/start. */
  private static final Pattern NAMED =
      Pattern.compile("^/(containers|images|networks|volumes|exec)/(?!json$|create$|prune$)(.+)$");

  private static final Pattern ACTION = Pattern.compile("^[^/]+(?:/[^/]+)*?(/[a-z]+)?$");
  private static final int COLLECTION = 1;
  private static final int REST = 2;

  @Override
  public Response execute(Request request) {
    if (!Span.isRecording()) {
      return http.execute(request);
    }
    String call = request.method() + " " + template(request.path());
    try (Span span = Span.child("docker " + call, Span.Kind.CLIENT)) {
      span.set("omgservers.pool_server", server).set("http.request.method", request.method());
      try {
        Response response = http.execute(request);
        span.set("http.response.status_code", response.getStatusCode());
        return response;
      } catch (RuntimeException e) {
        span.failed(e);
        throw e;
      }
    }
  }

  /** The path without what it names, and without what is asked for. */
  static String template(String path) {
    String plain = path.replaceAll("[?#].*", "").replaceFirst("^/v[0-9.]+/", "/");
    var named = NAMED.matcher(plain);
    if (!named.matches()) {
      return plain;
    }
    var action = ACTION.matcher(named.group(REST));
    String verb = action.matches() && action.group(1) != null ? action.group(1) : "";
    return "/" + named.group(COLLECTION) + "/{id}" + verb;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
