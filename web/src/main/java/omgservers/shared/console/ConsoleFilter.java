package omgservers.shared.console;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.function.Consumer;
import omgservers.shared.limits.Addresses;
import omgservers.shared.limits.RateLimits;
import omgservers.shared.mailbox.Traffic;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.RequestFilter;
import omgservers.shared.security.Revocations;

/**
 * The gate of the console: who is not signed in, or not any more, is sent to sign in and comes back
 * afterwards; browsers are told what pages may do; and what fails is shown as a page.
 */
@WebFilter(
    urlPatterns = {"/console", "/console/*"},
    dispatcherTypes = DispatcherType.REQUEST,
    asyncSupported = true)
public class ConsoleFilter extends HttpFilter {
  /** Where one signs in. */
  static final String SIGN_IN = "/console/sign-in";

  /** The first page. */
  static final String HOME = "/console/overview";

  /** Attributes of a request that is shown as an error. */
  static final String STATUS = "omgservers.error.status";

  static final String DETAIL = "omgservers.error.detail";

  private static final System.Logger LOG = System.getLogger(ConsoleFilter.class.getName());
  private static final Set<String> WAYS_IN = Set.of("/console", "/console/");
  private static final Set<String> OPEN = Set.of(SIGN_IN, SIGN_IN + ".xhtml");
  private static final Set<String> OWN = Set.of("same-origin", "none");
  private static final String PARTIAL = "partial/ajax";

  @Inject private transient Revocations revocations;
  @Inject private transient RateLimits limits;
  @Inject private transient Addresses addresses;
  @Inject private transient Traffic traffic;
  @Inject private transient Time time;

  @Override
  protected void doFilter(HttpServletRequest asked, HttpServletResponse plain, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse response = new Relative(plain);
    HttpServletRequest request = new StrictCookie(asked, response);
    protect(response);
    String path = request.getRequestURI();
    if (isForged(request)) {
      showError(request, response, HttpServletResponse.SC_FORBIDDEN);
    } else if (WAYS_IN.contains(path)) {
      response.sendRedirect(HOME);
    } else if (OPEN.contains(path)) {
      show(request, response, this::count, chain);
      forget(request);
    } else if (isSignedIn(request)) {
      show(request, response, any -> {}, chain);
    } else {
      turnAway(request, response);
    }
  }

  /** Browsers tell from where a form was sent; what they do not tell, the view's state does. */
  private static boolean isForged(HttpServletRequest request) {
    String from = request.getHeader("Sec-Fetch-Site");
    return !"GET".equals(request.getMethod()) && from != null && !OWN.contains(from);
  }

  /** What may be shown is ours alone, is kept by nobody, and is part of nobody's page. */
  private static void protect(HttpServletResponse response) {
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    response.setHeader("Cache-Control", "no-store");
  }

  /** PrimeFaces keeps the nonce of a page in a session, which nobody needs who is not signed in. */
  private static void forget(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null && session.isNew() && session.getAttribute(SignedIn.ATTRIBUTE) == null) {
      session.invalidate();
    }
  }

  /** Pages without a sign-in are counted by address. */
  private void count(HttpServletRequest request) {
    limits.take(
        RateLimits.Kind.OPEN,
        Addresses.sharer(
            addresses.of(
                request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")))));
  }

  /** Whether somebody is signed in whose sign-in is still good. */
  private boolean isSignedIn(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session == null || !(session.getAttribute(SignedIn.ATTRIBUTE) instanceof SignedIn person)) {
      return false;
    }
    boolean good =
        !revocations.isRevoked(person.userId(), person.since())
            && time.now().isBefore(person.until());
    if (!good) {
      session.invalidate();
    }
    return good;
  }

  private static void turnAway(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String accepted = request.getHeader("Accept");
    if (accepted != null && accepted.startsWith("text/event-stream")) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return;
    }
    boolean reading = "GET".equals(request.getMethod());
    String back = reading ? Asked.address(request) : request.getRequestURI();
    String address = SIGN_IN + "?to=" + URLEncoder.encode(back, StandardCharsets.UTF_8);
    if (PARTIAL.equals(request.getHeader("Faces-Request"))) {
      response.setContentType("text/xml;charset=UTF-8");
      response
          .getWriter()
          .write(
              "<?xml version='1.0' encoding='UTF-8'?><partial-response><redirect url=\"%s\"/></partial-response>"
                  .formatted(address.replace("&", "&amp;").replace("\"", "&quot;")));
    } else {
      response.sendRedirect(address);
    }
  }

  private void show(
      HttpServletRequest request,
      HttpServletResponse response,
      Consumer<HttpServletRequest> first,
      FilterChain chain)
      throws IOException, ServletException {
    try {
      first.accept(request);
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      response.resetBuffer();
      Refusal refusal = Refusals.in(e);
      if (refusal == null) {
        traffic.fault();
        String reference = RequestFilter.id(request);
        LOG.log(
            System.Logger.Level.ERROR, "fault " + reference + " at " + request.getRequestURI(), e);
        request.setAttribute(DETAIL, reference);
        showError(request, response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      } else {
        request.setAttribute(DETAIL, refusal.getMessage());
        showError(request, response, Refusals.status(refusal));
      }
    }
  }

  /** Shows the error as a page of the console. */
  public static void showError(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException, ServletException {
    response.setStatus(status);
    request.setAttribute(STATUS, status);
    request.getRequestDispatcher("/console/error.xhtml").forward(request, response);
  }

  /**
   * Redirects to a path and not to an address: behind a proxy that ends TLS, the server knows
   * neither the scheme nor the host that the browser sees.
   */
  private static final class Relative extends HttpServletResponseWrapper {
    Relative(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void sendRedirect(String location) {
      setStatus(SC_FOUND);
      setHeader("Location", location);
    }
  }
}
