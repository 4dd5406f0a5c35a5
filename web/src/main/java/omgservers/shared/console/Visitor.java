package omgservers.shared.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import omgservers.shared.limits.Addresses;
import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.RequestFilter;
import omgservers.tenancy.Caller;
import omgservers.tenancy.model.Role;

/** Who looks at the present page, and what they are to be told. */
@Named
@RequestScoped
public class Visitor {
  private static final String NOTICES = "omgservers.notices";

  private final HttpServletRequest request;
  private final Addresses addresses;
  private final Words words;

  /** The visitor of the request. */
  @Inject
  public Visitor(HttpServletRequest request, Addresses addresses, Words words) {
    this.request = request;
    this.addresses = addresses;
    this.words = words;
  }

  protected Visitor() {
    this(null, null, null);
  }

  /** The person as use cases know callers: what they may do is decided there. */
  public Caller caller() {
    return signedIn().caller(origin());
  }

  /** Where the request comes from, and an id by which the log knows it. */
  public Caller.Origin origin() {
    String address =
        addresses.of(
            request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    return new Caller.Origin(address, RequestFilter.id(request));
  }

  private SignedIn signedIn() {
    HttpSession session = request.getSession(false);
    Object found = session == null ? null : session.getAttribute(SignedIn.ATTRIBUTE);
    if (found instanceof SignedIn signedIn) {
      return signedIn;
    }
    throw Refusal.unauthenticated("Nobody is signed in.");
  }

  /** The name that was given at sign-in. */
  public String getName() {
    return signedIn().name();
  }

  /** The role, as people read it. */
  public String getRole() {
    return signedIn().role().group();
  }

  /** Whether this is the support or an administrator; for hiding what they only may use. */
  public boolean isStaff() {
    return signedIn().role() != Role.DEVELOPER;
  }

  /** Whether this is an administrator. */
  public boolean isAdmin() {
    return signedIn().role() == Role.ADMIN;
  }

  /** Tells the text of the bundle on the next page that the visitor sees. */
  public void say(String key, Object... values) {
    HttpSession session = request.getSession(true);
    List<String> notices = new ArrayList<>(notices(session));
    notices.add(words.of(key, values));
    session.setAttribute(NOTICES, List.copyOf(notices));
  }

  /** Something was done: tells so, on the same page, got anew. */
  public void done(String key, Object... values) {
    say(key, values);
    goTo(Asked.address(request));
  }

  /** Goes to the address of the console. */
  public void goTo(String address) {
    try {
      FacesContext.getCurrentInstance().getExternalContext().redirect(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> notices(HttpSession session) {
    return session.getAttribute(NOTICES) instanceof List<?> found
        ? found.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** What is to be told, once. */
  public List<String> getNotices() {
    HttpSession session = request.getSession(false);
    if (session == null) {
      return List.of();
    }
    List<String> notices = notices(session);
    session.removeAttribute(NOTICES);
    return notices;
  }

  /** Ends the session. */
  public void signOut() {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
    goTo(ConsoleFilter.SIGN_IN);
  }
}
