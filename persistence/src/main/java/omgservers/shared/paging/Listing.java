package omgservers.shared.paging;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a slice of the rows of one type, named <code>e</code> in the conditions, one row more than
 * the slice has room for. The rows are for reading: what is changed in them is never written.
 */
public final class Listing<T> {
  /** The provider keeps no copy of a row that nobody will change, a quarter of a list's cost. */
  private static final String READ_ONLY = "eclipselink.read-only";

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
    String order = " order by " + key + (slice.newestFirst() ? " desc" : "");
    TypedQuery<T> query =
        entityManager.createQuery(
            "select e from " + type.getSimpleName() + " e" + conditions + order, type);
    values.forEach(query::setParameter);
    return query.setHint(READ_ONLY, true).setMaxResults(slice.fetched()).getResultList();
  }
}
