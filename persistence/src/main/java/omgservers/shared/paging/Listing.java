package omgservers.shared.paging;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Enumerated;
import jakarta.persistence.TypedQuery;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.problem.Refusal;

/**
 * Reads a slice of the rows of one type, named <code>e</code> in the conditions, one row more than
 * the slice has room for. The rows are for reading: what is changed in them is never written. Rows
 * with a state or kind that only another build knows cannot be read: when the first is met, the
 * caller is asked to come again, and lists of that type leave them out from then on.
 */
public final class Listing<T> {
  /** The provider keeps no copy of a row that nobody will change, a quarter of a list's cost. */
  private static final String READ_ONLY = "eclipselink.read-only";

  /** How the provider says that a column has a value that is no constant of our enumeration. */
  private static final String NO_VALUE = "No conversion value provided";

  private static final String PROVIDER = "org.eclipse.persistence.exceptions.";

  private static final System.Logger LOG = System.getLogger(Listing.class.getName());
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Looking at each row for what is not known costs something: only where it was met. */
  private static final Set<Class<?>> CAREFUL = ConcurrentHashMap.newKeySet();

  private final Class<T> type;
  private final Slice slice;
  private final StringBuilder conditions = new StringBuilder();
  private final Map<String, Object> values = new LinkedHashMap<>();
  private String key = "e.id";

  /** A listing without conditions. */
  public Listing(Class<T> type, Slice slice) {
    this.type = type;
    this.slice = slice;
  }

  /** The rows' id has another name. */
  public Listing<T> by(String id) {
    key = "e." + id;
    return this;
  }

  /** Only rows for which this holds; a null value means that nobody asked for it. */
  public Listing<T> where(String condition, String name, Object value) {
    if (value != null) {
      conditions.append(conditions.isEmpty() ? " where " : " and ").append(condition);
      values.put(name, value);
    }
    return this;
  }

  /** The rows of the slice, and one more if there is one. */
  public List<T> fetch(EntityManager entityManager) {
    where(key + (slice.newestFirst() ? " < :beyond" : " > :beyond"), "beyond", slice.beyond());
    if (CAREFUL.contains(type)) {
      onlyKnown();
    }
    String order = " order by " + key + (slice.newestFirst() ? " desc" : "");
    TypedQuery<T> query =
        entityManager.createQuery(
            "select e from " + type.getSimpleName() + " e" + conditions + order, type);
    values.forEach(query::setParameter);
    query.setHint(READ_ONLY, true).setMaxResults(slice.fetched());
    try {
      return query.getResultList();
    } catch (RuntimeException e) {
      if (!isUnknownValue(e) || !CAREFUL.add(type)) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          "lists leave out what only another build knows: {0}",
          Objects.requireNonNullElse(e.getMessage(), "").replaceAll("\\s+", " "));
      throw Refusal.unavailable(AGAIN, "Something of a later release is in the list.");
    }
  }

  private void onlyKnown() {
    for (Field field : type.getDeclaredFields()) {
      if (field.isAnnotationPresent(Enumerated.class)) {
        String name = field.getName();
        where(
            "(e.%1$s is null or e.%1$s in :known_%1$s)".formatted(name),
            "known_" + name,
            List.of(field.getType().getEnumConstants()));
      }
    }
  }

  private static boolean isUnknownValue(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each.getClass().getName().startsWith(PROVIDER)
          && String.valueOf(each.getMessage()).contains(NO_VALUE)) {
        return true;
      }
    }
    return false;
  }
}
