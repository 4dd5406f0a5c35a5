package omgservers.shared.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;

/**
 * A request whose session's cookie browsers send with requests of our own pages only. Servers are
 * told so in the configuration of the cookie, and not all of them listen.
 */
final class StrictCookie extends HttpServletRequestWrapper {
  private static final String HEADER = "Set-Cookie";
  private static final String SAME_SITE = "SameSite";

  private final HttpServletResponse response;

  StrictCookie(HttpServletRequest request, HttpServletResponse response) {
    super(request);
    this.response = response;
  }

  @Override
  public HttpSession getSession() {
    return getSession(true);
  }

  @Override
  public HttpSession getSession(boolean create) {
    boolean known = super.getSession(false) != null;
    HttpSession session = super.getSession(create);
    if (!known && session != null) {
      tighten();
    }
    return session;
  }

  private void tighten() {
    List<String> cookies = List.copyOf(response.getHeaders(HEADER));
    if (cookies.stream().allMatch(cookie -> cookie.contains(SAME_SITE))) {
      return;
    }
    for (int i = 0; i < cookies.size(); i++) {
      String cookie = cookies.get(i);
      String strict = cookie.contains(SAME_SITE) ? cookie : cookie + "; " + SAME_SITE + "=Strict";
      if (i == 0) {
        response.setHeader(HEADER, strict);
      } else {
        response.addHeader(HEADER, strict);
      }
    }
  }
}
