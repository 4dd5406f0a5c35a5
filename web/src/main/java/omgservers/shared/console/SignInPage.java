package omgservers.shared.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Directory;
import omgservers.tenancy.Passwords;
import omgservers.tenancy.SignIns;

/** Lets people in, by the same rules as the API does. */
@Named
@RequestScoped
public class SignInPage {
  /** Back to a page of the console, and to no other place. */
  private static final Pattern BACK =
      Pattern.compile("/console/[A-Za-z0-9-]+(\\?[^\\\\\\p{Cntrl}]*)?");

  private static final int NAME_MAX = 64;

  private final SignIns signIns;
  private final Directory directory;
  private final Visitor visitor;
  private final Asked asked;
  private final Settings settings;
  private final Time time;
  private String user;
  private String password;

  /** A way in by these sign-ins. */
  @Inject
  public SignInPage(
      SignIns signIns,
      Directory directory,
      Visitor visitor,
      Asked asked,
      Settings settings,
      Time time) {
    this.signIns = signIns;
    this.directory = directory;
    this.visitor = visitor;
    this.asked = asked;
    this.settings = settings;
    this.time = time;
  }

  protected SignInPage() {
    this(null, null, null, null, null, null);
  }

  /** The user by id or name. */
  public String getUser() {
    return user;
  }

  /** The user by id or name. */
  public void setUser(String user) {
    this.user = user;
  }

  /** Nothing: what was typed is not shown again. */
  public String getPassword() {
    return null;
  }

  /** The password. */
  public void setPassword(String password) {
    this.password = password;
  }

  /** Whether a page was asked for first, by somebody whose session may have ended. */
  public boolean isComingBack() {
    return asked.text("to") != null && !back().equals(ConsoleFilter.HOME);
  }

  /** Lets the person in, and brings them where they wanted to go. */
  public void signIn() {
    if (user == null || password == null) {
      tell("Enter the user and the password.");
      return;
    }
    if (user.length() > NAME_MAX || password.length() > Passwords.LENGTH_MAX) {
      tell("The user or the password is wrong.");
      return;
    }
    try {
      Instant since = time.now();
      Caller caller = signIns.recognise(user.strip(), password, visitor.origin()).caller();
      if (caller.limits().keyId() == null) {
        enter(caller, since);
      } else {
        tell("API keys are for programs; sign in with the password.");
      }
    } catch (Refusal refusal) {
      tell(refusal.getMessage() + refusal.pause().map(SignInPage::again).orElse(""));
    }
  }

  private static String again(Duration pause) {
    return " Wait %d s.".formatted(pause.plusSeconds(1).minusNanos(1).toSeconds());
  }

  private static void tell(String text) {
    FacesContext.getCurrentInstance()
        .addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, text, null));
  }

  /** In a session of its own: one that was there before may be known to somebody else. */
  private void enter(Caller caller, Instant since) {
    // The request of the page and not the server's own: its sessions have strict cookies.
    HttpServletRequest request =
        (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
    HttpSession before = request.getSession(false);
    if (before != null) {
      before.invalidate();
    }
    HttpSession session = request.getSession(true);
    session.setMaxInactiveInterval((int) settings.consoleIdle().toSeconds());
    String name =
        directory.names(List.of(caller.userId())).getOrDefault(caller.userId(), List.of()).stream()
            .findFirst()
            .orElse(Long.toString(caller.userId()));
    session.setAttribute(
        SignedIn.ATTRIBUTE,
        new SignedIn(
            caller.userId(), caller.role(), name, since, since.plus(settings.consoleSession())));
    visitor.goTo(back());
  }

  private String back() {
    String to = asked.text("to");
    return to != null && isOurs(to) ? to : ConsoleFilter.HOME;
  }

  static boolean isOurs(String address) {
    return BACK.matcher(address).matches();
  }
}
