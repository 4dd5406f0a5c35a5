package omgservers.shared.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;

/** The page of whatever could not be shown. */
@Named
@RequestScoped
public class ErrorPage {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Set<Integer> NAMED =
      Set.of(
          HttpServletResponse.SC_UNAUTHORIZED,
          HttpServletResponse.SC_FORBIDDEN,
          HttpServletResponse.SC_NOT_FOUND,
          TOO_MANY_REQUESTS,
          HttpServletResponse.SC_INTERNAL_SERVER_ERROR,
          HttpServletResponse.SC_SERVICE_UNAVAILABLE);

  private final HttpServletRequest request;
  private final Words words;

  /** The page of the request. */
  @Inject
  public ErrorPage(HttpServletRequest request, Words words) {
    this.request = request;
    this.words = words;
  }

  protected ErrorPage() {
    this(null, null);
  }

  private int status() {
    return request.getAttribute(ConsoleFilter.STATUS) instanceof Integer status
        ? status
        : HttpServletResponse.SC_NOT_FOUND;
  }

  /** What happened, in a few words. */
  public String getTitle() {
    return words.of("error." + (NAMED.contains(status()) ? Integer.toString(status()) : "other"));
  }

  /** What the use case said, or what one can do. */
  public String getDetail() {
    Object detail = request.getAttribute(ConsoleFilter.DETAIL);
    if (detail != null && getReference() == null) {
      return detail.toString();
    }
    return switch (status()) {
      case HttpServletResponse.SC_FORBIDDEN -> words.of("error.403.hint");
      case HttpServletResponse.SC_INTERNAL_SERVER_ERROR ->
          getReference() == null ? "" : words.of("error.500.hint");
      default -> words.of("error.404.hint");
    };
  }

  /** Under what the log has a fault of ours, or null. */
  public String getReference() {
    Object detail = request.getAttribute(ConsoleFilter.DETAIL);
    return status() == HttpServletResponse.SC_INTERNAL_SERVER_ERROR && detail != null
        ? detail.toString()
        : null;
  }
}
