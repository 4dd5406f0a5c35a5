package omgservers.payara;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.util.Set;

/**
 * Brings the repairs to the application on Payara Server, where it is deployed as it was built:
 * this library lies in the domain's folder <code>lib</code>, and the server asks it about each
 * application that starts. All others are left alone.
 */
public class PayaraFit implements ServletContainerInitializer {
  private static final String APPLICATION = "OMGSERVERS EE";

  @Override
  public void onStartup(Set<Class<?>> classes, ServletContext context) {
    if (APPLICATION.equals(context.getServletContextName())) {
      context.addListener(new PlainWebSocketTimeouts());
    }
  }
}
