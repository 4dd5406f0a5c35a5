package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import omgservers.tenancy.model.LockOut;

/**
 * Wrong passwords for names that stand for nobody: they are answered like those of accounts, so
 * that nobody learns which names exist. Only the latest ones are remembered.
 */
@ApplicationScoped
class Strangers {
  /** So many names are remembered. */
  static final int NAMES_MAX = 10_000;

  private final Map<String, LockOut> names = new Latest();

  private static final class Latest extends LinkedHashMap<String, LockOut> {
    private static final float LOAD = 0.75f;

    Latest() {
      super(16, LOAD, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, LockOut> eldest) {
      return size() > NAMES_MAX;
    }
  }

  synchronized LockOut lockOut(String name) {
    return names.getOrDefault(name, LockOut.NONE);
  }

  synchronized void refused(String name, Instant now) {
    names.put(name, lockOut(name).failed(now));
  }
}
