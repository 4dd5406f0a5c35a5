package omgservers.player.rest;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import omgservers.shared.platform.Settings;

/**
 * Lets games that run in a browser sign up and in, from the pages that may open sockets: a browser
 * asks first, as the Fetch standard says (CORS protocol). Who a player is comes with a token and
 * never with a cookie, so a page can do nothing that a program could not.
 */
@WebFilter(urlPatterns = "/service/v1/entrypoint/player/*")
public class PageFilter extends HttpFilter {
  private static final String DAY = "86400";

  @Inject private transient Settings settings;
  private transient List<String> origins = List.of();

  @Override
  public void init() {
    origins = settings.socketOrigins();
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      chain.doFilter(request, response);
      return;
    }
    boolean may = mayCall(origins, origin);
    response.addHeader("Vary", "Origin");
    if (may) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
    }
    boolean asks =
        request.getMethod().equals("OPTIONS")
            && request.getHeader("Access-Control-Request-Method") != null;
    if (!asks) {
      chain.doFilter(request, response);
      return;
    }
    if (may) {
      response.setHeader("Access-Control-Allow-Methods", "POST");
      response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type");
      response.setHeader("Access-Control-Max-Age", DAY);
    }
    response.setStatus(may ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_FORBIDDEN);
  }

  /** Whether scripts of the page may call; all may when none are named. */
  static boolean mayCall(List<String> origins, String origin) {
    return origins.isEmpty() || origins.contains(origin);
  }
}
