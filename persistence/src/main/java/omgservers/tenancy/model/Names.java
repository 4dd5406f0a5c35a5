package omgservers.tenancy.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omgservers.shared.sharding.Shards;

/** The names that are unique in the whole installation, in the directory. */
@ApplicationScoped
public class Names {
  private final Shards shards;

  /** Names in the directory of these shards. */
  @Inject
  public Names(Shards shards) {
    this.shards = shards;
  }

  protected Names() {
    this(null);
  }

  /** What a name can stand for. */
  public enum Kind {
    /** A user. */
    USER,
    /** A tenant. */
    TENANT
  }

  /** The id that the name stands for. */
  public Optional<Long> find(Kind kind, String value) {
    List<?> ids =
        shards
            .directory()
            .createNativeQuery("select entity_id from alias where kind = ?1 and value = ?2")
            .setParameter(1, kind.name())
            .setParameter(2, value)
            .getResultList();
    return ids.stream().map(id -> ((Number) id).longValue()).findFirst();
  }

  /** Gives the name; false when it is taken. */
  public boolean add(Kind kind, String value, long id, Instant now) {
    int added =
        shards
            .directory()
            .createNativeQuery(
                "insert into alias (kind, value, entity_id, created) values (?1, ?2, ?3, ?4)"
                    + " on conflict do nothing")
            .setParameter(1, kind.name())
            .setParameter(2, value)
            .setParameter(3, id)
            .setParameter(4, Timestamp.from(now))
            .executeUpdate();
    return added == 1;
  }

  /** The names of the id, at most {@value #NAMES_MAX}. */
  public List<Alias> of(long id) {
    List<?> rows =
        shards
            .directory()
            .createNativeQuery("select value, created from alias where entity_id = ?1")
            .setParameter(1, id)
            .setMaxResults(NAMES_MAX)
            .getResultList();
    return rows.stream().map(row -> Alias.of(id, (Object[]) row)).toList();
  }

  /** The names of all these ids, each alphabetically. */
  public Map<Long, List<String>> ofAll(Collection<Long> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return grouped(
        shards
            .directory()
            .createNativeQuery(
                "select entity_id, value from alias where entity_id = any(?1::bigint[]) order by value")
            .setParameter(1, array(ids))
            .getResultList());
  }

  static String array(Collection<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }

  static Map<Long, List<String>> grouped(List<?> rows) {
    return rows.stream()
        .map(row -> (Object[]) row)
        .collect(
            Collectors.groupingBy(
                row -> ((Number) row[0]).longValue(),
                Collectors.mapping(row -> (String) row[1], Collectors.toList())));
  }

  /** Frees the name if it stands for the id; false when it does not. */
  public boolean free(Kind kind, String value, long id) {
    int freed =
        shards
            .directory()
            .createNativeQuery(
                "delete from alias where kind = ?1 and value = ?2 and entity_id = ?3")
            .setParameter(1, kind.name())
            .setParameter(2, value)
            .setParameter(3, id)
            .executeUpdate();
    return freed == 1;
  }

  /** Frees all names of the id. */
  public void free(long id) {
    shards
        .directory()
        .createNativeQuery("delete from alias where entity_id = ?1")
        .setParameter(1, id)
        .executeUpdate();
  }

  /** No more names of one thing are shown than this. */
  public static final int NAMES_MAX = 100;
}
