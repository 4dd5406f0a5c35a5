package omgservers.runtime.rest;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Has the connection of a game server that waits watched, from when its request is suspended. */
@WebFilter(
    urlPatterns = "/service/v1/entrypoint/runtime/request/interchange-messages",
    asyncSupported = true)
public class WaitFilter extends HttpFilter {
  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    chain.doFilter(request, response);
    LongPolls.watch(request);
  }
}
