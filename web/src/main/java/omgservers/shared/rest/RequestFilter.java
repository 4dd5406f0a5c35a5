package omgservers.shared.rest;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import omgservers.shared.tracing.Tracing;

/**
 * The first that every request meets: it gets an id, which the caller is told and by which the log
 * and the audit know it, and its answer is counted. It stands in web.xml, before all other filters.
 */
public class RequestFilter extends HttpFilter {
  /** The header with the id. */
  public static final String HEADER = "X-Request-Id";

  private static final String ID = "omgservers.request-id";
  private static final String COUNTED = "omgservers.request-counted";

  @Inject private transient RequestFigures figures;
  @Inject private transient Tracing tracing;

  /** The id of the request; it is no secret, so it is made of cheap chance. */
  public static String id(ServletRequest request) {
    Object id = request.getAttribute(ID);
    if (id == null) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      id = new UUID(random.nextLong(), random.nextLong()).toString();
      request.setAttribute(ID, id);
    }
    return id.toString();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader(HEADER, id(request));
    if (request.getAttribute(COUNTED) != null) {
      // The page for an error of a request that came by before.
      chain.doFilter(request, response);
      return;
    }
    request.setAttribute(COUNTED, true);
    String path = request.getRequestURI();
    Object wrong = request.getAttribute("jakarta.servlet.error.request_uri");
    String asked = wrong == null ? path : wrong.toString();
    long begun = System.nanoTime();
    boolean thrown = true;
    RequestSpan span = RequestSpan.begin(tracing, request, asked);
    try {
      chain.doFilter(request, response);
      thrown = false;
    } finally {
      span.leave();
      if (!thrown && request.isAsyncStarted()) {
        later(request, response, asked, span);
      } else {
        int status = thrown ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : response.getStatus();
        figures.answered(asked, status);
        figures.took(asked, System.nanoTime() - begun);
        span.end(status);
      }
    }
  }

  /** Whoever waits for messages or follows a log is counted at the end, and not timed. */
  private void later(
      HttpServletRequest request, HttpServletResponse response, String asked, RequestSpan span) {
    try {
      request.getAsyncContext().addListener(new End(asked, span), request, response);
    } catch (IllegalStateException e) {
      // It has ended meanwhile, and its response may be somebody else's by now.
      figures.answered(asked, HttpServletResponse.SC_OK);
      span.end(HttpServletResponse.SC_OK);
    }
  }

  /** Counts an answer that comes later. */
  private final class End implements AsyncListener {
    private final String asked;
    private final RequestSpan span;

    End(String asked, RequestSpan span) {
      this.span = span;
      this.asked = asked;
    }

    @Override
    public void onComplete(AsyncEvent event) {
      int status = ((HttpServletResponse) event.getSuppliedResponse()).getStatus();
      figures.answered(asked, status);
      span.end(status);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // It is completed afterwards.
    }

    @Override
    public void onError(AsyncEvent event) {
      // It is completed afterwards.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event
          .getAsyncContext()
          .addListener(this, event.getSuppliedRequest(), event.getSuppliedResponse());
    }
  }
}
