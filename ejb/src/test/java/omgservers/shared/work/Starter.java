package omgservers.shared.work;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;

/** An EJB without transactions of its own, as the one that starts the server is. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Starter {
  @Inject private Statements statements;
  @Inject private Background background;

  @PostConstruct
  @SuppressWarnings("BanJNDI")
  void findTheDatabase() {
    try {
      Statements.use((DataSource) new InitialContext().lookup("java:app/jdbc/test"));
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The bean called on the EJB's own thread. */
  public boolean direct() {
    return statements.takePart();
  }

  /** The bean called on a thread of the background. */
  public boolean apart() throws InterruptedException, ExecutionException {
    AtomicBoolean result = new AtomicBoolean();
    background.submit(() -> result.set(statements.takePart())).get();
    return result.get();
  }
}
