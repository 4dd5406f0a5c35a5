package omgservers.shared.sharding;

import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Transactions of one thread at a time each, as a server would make them, on real databases. */
final class TestTransactions implements TransactionSynchronizationRegistry {
  private static final class Present {
    private final Map<Object, Object> resources = new HashMap<>();
    private final List<Synchronization> synchronizations = new ArrayList<>();
    private EntityManager entityManager;
    private boolean rollbackOnly;
  }

  private static final ThreadLocal<Present> PRESENT = new ThreadLocal<>();

  void begin() {
    PRESENT.set(new Present());
  }

  void join(EntityManager entityManager) {
    PRESENT.get().entityManager = entityManager;
    entityManager.getTransaction().begin();
  }

  void end(boolean commit) {
    Present ending = PRESENT.get();
    boolean committed = commit && !ending.rollbackOnly;
    try {
      if (ending.entityManager != null) {
        if (committed) {
          ending.entityManager.getTransaction().commit();
        } else {
          ending.entityManager.getTransaction().rollback();
        }
      }
    } finally {
      PRESENT.remove();
      int status = committed ? Status.STATUS_COMMITTED : Status.STATUS_ROLLEDBACK;
      ending.synchronizations.forEach(each -> each.afterCompletion(status));
    }
  }

  @Override
  public Object getTransactionKey() {
    return PRESENT.get();
  }

  @Override
  public void putResource(Object key, Object value) {
    PRESENT.get().resources.put(key, value);
  }

  @Override
  public Object getResource(Object key) {
    return PRESENT.get().resources.get(key);
  }

  @Override
  public void registerInterposedSynchronization(Synchronization synchronization) {
    PRESENT.get().synchronizations.add(synchronization);
  }

  @Override
  public int getTransactionStatus() {
    return PRESENT.get() == null ? Status.STATUS_NO_TRANSACTION : Status.STATUS_ACTIVE;
  }

  @Override
  public void setRollbackOnly() {
    PRESENT.get().rollbackOnly = true;
  }

  @Override
  public boolean getRollbackOnly() {
    return PRESENT.get().rollbackOnly;
  }
}
