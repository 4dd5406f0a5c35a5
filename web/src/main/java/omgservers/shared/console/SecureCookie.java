package omgservers.shared.console;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.annotation.WebListener;
import omgservers.shared.platform.Settings;

/**
 * The session's cookie is for our own pages, and for encrypted connections only where the public
 * address is one.
 */
@WebListener
public class SecureCookie implements ServletContextListener {
  @Inject private Settings settings;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    SessionCookieConfig cookie = event.getServletContext().getSessionCookieConfig();
    cookie.setSecure("https".equals(settings.publicUrl().getScheme()));
    cookie.setAttribute("SameSite", "Strict");
  }
}
