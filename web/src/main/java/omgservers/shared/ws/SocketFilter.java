package omgservers.shared.ws;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import omgservers.shared.limits.Addresses;
import omgservers.shared.limits.RateLimits;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.ProblemServlet;
import omgservers.shared.security.Revocations;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.security.Tokens;

/**
 * Lets only those open a WebSocket who bring a token for it, before the upgrade. Browsers set no
 * headers on a WebSocket, so the token comes as a second sub-protocol; a plain Authorization header
 * does as well.
 */
@WebFilter(urlPatterns = {"/connector/*", "/dispatcher/*", "/channel/*"})
public class SocketFilter extends HttpFilter {
  private static final String BEARER = "Bearer ";

  @Inject private transient Tokens tokens;
  @Inject private transient Revocations revocations;
  @Inject private transient RateLimits limits;
  @Inject private transient Addresses addresses;
  @Inject private transient Handshakes handshakes;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String audience = path.split("/", -1)[1];
    String address = address(request);
    Optional<SocketPrincipal> socket =
        token(request)
            .flatMap(token -> tokens.check(audience, token))
            .map(known -> new SocketPrincipal(known, address))
            .filter(principal -> !principal.isRevoked(revocations));
    Optional<Refusal> limit =
        limit(address, socket).or(() -> handshakes.refusal(request.getHeader("Origin"), address));
    if (limit.isPresent()) {
      ProblemServlet.write(response, limit.get(), path);
      return;
    }
    if (socket.isEmpty()) {
      ProblemServlet.write(response, HttpServletResponse.SC_UNAUTHORIZED, path);
      return;
    }
    chain.doFilter(new Admitted(request, socket.get()), response);
  }

  /** Who has no good token counts by address, the others by who they are. */
  private Optional<Refusal> limit(String address, Optional<SocketPrincipal> socket) {
    RateLimits.Kind kind = socket.isPresent() ? RateLimits.Kind.API : RateLimits.Kind.OPEN;
    String who = socket.map(SocketPrincipal::getName).orElse(address);
    return limits.tryTake(kind, who).map(pause -> RateLimits.refusal(kind, pause));
  }

  private String address(HttpServletRequest request) {
    List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For"));
    return Addresses.sharer(addresses.of(request.getRemoteAddr(), forwarded));
  }

  private static Optional<String> token(HttpServletRequest request) {
    return token(
        request.getHeader("Authorization"),
        Collections.list(request.getHeaders("Sec-WebSocket-Protocol")));
  }

  /** The token in the header, which may be null, or in one of the lists of sub-protocols. */
  static Optional<String> token(String header, List<String> protocols) {
    if (header != null && header.startsWith(BEARER)) {
      return Optional.of(header.substring(BEARER.length()));
    }
    return protocols.stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        .flatMap(offer -> carried(offer).stream())
        .findFirst();
  }

  private static Optional<String> carried(String offer) {
    try {
      String decoded = URLDecoder.decode(offer, StandardCharsets.UTF_8);
      return decoded.startsWith(SocketAddress.CARRIER)
          ? Optional.of(decoded.substring(SocketAddress.CARRIER.length()))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The request of someone whose token was good. */
  private static final class Admitted extends HttpServletRequestWrapper {
    private final Principal principal;

    Admitted(HttpServletRequest request, Principal principal) {
      super(request);
      this.principal = principal;
    }

    @Override
    public Principal getUserPrincipal() {
      return principal;
    }
  }
}
