package omgservers.shared.paging;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts what belongs to the rows of a page, all in one query and without loading any of it. */
public final class Tally {
  private Tally() {}

  /**
   * The counts by id, of those that have any.
   *
   * @param query selects an id and a count, for the ids in <code>:ids</code>
   */
  public static Map<Long, Long> of(
      EntityManager entityManager, String query, Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return entityManager
        .createQuery(query, Object[].class)
        .setParameter("ids", ids)
        .getResultList()
        .stream()
        .collect(
            Collectors.toMap(
                row -> ((Number) row[0]).longValue(), row -> ((Number) row[1]).longValue()));
  }
}
