package omgservers.payara;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Lets the WebSocket container of Payara keep its idle timeouts on a plain scheduler. It moves the
 * timeout of a session at every message, on the server's managed scheduler, which looks through
 * service files each time: some 200 messages a second is then all that a server can take. Where the
 * container is another one or has changed, nothing is touched and the log says so.
 */
@WebListener
public class PlainWebSocketTimeouts implements ServletContextListener {
  private static final String CONTAINER = "jakarta.websocket.server.ServerContainer";
  private static final String EXECUTOR = "managedScheduledExecutorService";
  private static final System.Logger LOG = System.getLogger(PlainWebSocketTimeouts.class.getName());

  private ScheduledExecutorService plain;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    Object container = event.getServletContext().getAttribute(CONTAINER);
    if (container == null) {
      LOG.log(Level.WARNING, "WebSocket timeouts: there is no WebSocket container to repair");
      return;
    }
    try {
      Field field = find(container.getClass());
      field.setAccessible(true);
      plain = new PlainScheduler();
      field.set(container, plain);
      LOG.log(Level.INFO, "WebSocket timeouts run on a plain scheduler");
    } catch (NoSuchFieldException | IllegalAccessException | RuntimeException e) {
      LOG.log(Level.WARNING, "WebSocket timeouts: this server has no known way to repair them", e);
    }
  }

  private static Field find(Class<?> type) throws NoSuchFieldException {
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (field.getName().equals(EXECUTOR)) {
          return field;
        }
      }
    }
    throw new NoSuchFieldException(EXECUTOR);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (plain != null) {
      plain.shutdownNow();
    }
  }
}
