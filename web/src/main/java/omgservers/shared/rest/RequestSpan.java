package omgservers.shared.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import omgservers.shared.tracing.Span;
import omgservers.shared.tracing.TraceContext;
import omgservers.shared.tracing.Tracing;

/**
 * The span of a request, if it has one. Which requests are recorded is chance; a caller who asks
 * for a record gets one only if it operates the installation, which is known later.
 */
final class RequestSpan {
  private static final String KEPT = "omgservers.span";
  private static final RequestSpan NONE = new RequestSpan(null, "");

  /** What is asked for again and again, or lies in files, tells nothing. */
  private static final Pattern UNTOLD =
      Pattern.compile(
          "/(?:live|ready|api/v1/metrics|api/v1/health)/?|.*/jakarta\\.faces\\.resource/.*");

  private static final Pattern PAGE = Pattern.compile("/console(?:/[a-z-]{1,32})?/?");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final int REFUSED = 400;
  private static final int FAULT = 500;

  private final Tracing tracing;
  private final String path;
  private final long begun = System.nanoTime();
  private volatile String method = "";
  private volatile Span span;

  private RequestSpan(Tracing tracing, String path) {
    this.tracing = tracing;
    this.path = path;
  }

  /** A request came that asks for this path. */
  static RequestSpan begin(Tracing tracing, HttpServletRequest request, String path) {
    if (!tracing.isOn() || UNTOLD.matcher(path).matches()) {
      return NONE;
    }
    RequestSpan kept = new RequestSpan(tracing, path);
    request.setAttribute(KEPT, kept);
    if (tracing.isChosen()) {
      kept.record(request, caller(request));
    }
    return kept;
  }

  /** The one of the request. */
  static RequestSpan of(HttpServletRequest request) {
    return request.getAttribute(KEPT) instanceof RequestSpan kept ? kept : NONE;
  }

  private static Optional<TraceContext> caller(HttpServletRequest request) {
    return TraceContext.parse(request.getHeader(TraceContext.HEADER));
  }

  /** The caller may ask for a record, and has one if it does. */
  void allow(HttpServletRequest request) {
    if (this != NONE && span == null) {
      caller(request)
          .filter(TraceContext::wanted)
          .ifPresent(context -> record(request, Optional.of(context)));
    }
  }

  private void record(HttpServletRequest request, Optional<TraceContext> caller) {
    method = METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    String door = RequestFigures.door(path);
    span =
        tracing
            .answer(caller, method + " " + door)
            .since(begun)
            .set("http.request.method", method)
            .set("omgservers.door", door)
            .set("omgservers.request_id", RequestFilter.id(request));
  }

  /** It goes where this route leads, in which nothing stands that callers invent. */
  void route(String route) {
    if (span != null) {
      span.rename(method + " " + route).set("http.route", route);
    }
  }

  /** Its thread has done its part. */
  void leave() {
    if (span != null) {
      span.leave();
    }
  }

  /** It was answered. */
  void end(int status) {
    if (span == null) {
      return;
    }
    if (status < REFUSED && PAGE.matcher(path).matches()) {
      route(path);
    }
    span.set("http.response.status_code", status);
    if (status >= FAULT) {
      span.failed(Integer.toString(status));
    }
    span.end();
  }
}
