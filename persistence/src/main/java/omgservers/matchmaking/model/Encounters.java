package omgservers.matchmaking.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import omgservers.shared.sharding.Shards;

/** Who began a match with whom, for modes that rule out a rematch. */
@ApplicationScoped
public class Encounters {
  private static final int ENCOUNTERS_MAX = 1_000_000;

  private final Shards shards;

  /** Encounters on these shards. */
  @Inject
  public Encounters(Shards shards) {
    this.shards = shards;
  }

  protected Encounters() {
    this(null);
  }

  /** A user met another one, last at this moment. */
  public record Encounter(long user, long other, Instant met) {}

  /** What the matchmaker remembers. */
  public List<Encounter> of(long matchmaker) {
    List<?> rows =
        shards
            .of(matchmaker)
            .createNativeQuery(
                "select user_id, other_id, met from encounter where matchmaker_id = ?1")
            .setParameter(1, matchmaker)
            .setMaxResults(ENCOUNTERS_MAX)
            .getResultList();
    return rows.stream()
        .map(row -> (Object[]) row)
        .map(
            row ->
                new Encounter(
                    ((Number) row[0]).longValue(),
                    ((Number) row[1]).longValue(),
                    ((Timestamp) row[2]).toInstant()))
        .toList();
  }

  /** These met at the moment. */
  public void add(long matchmaker, Collection<Encounter> met) {
    if (met.isEmpty()) {
      return;
    }
    var insert =
        shards
            .of(matchmaker)
            .createNativeQuery(
                """
                insert into encounter (matchmaker_id, user_id, other_id, met)
                select ?1, pair.one, pair.two,
                    timestamptz 'epoch' + pair.met * interval '1 millisecond'
                from unnest(?2, ?3, ?4) as pair(one, two, met)
                on conflict (matchmaker_id, user_id, other_id) do update set met = excluded.met
                """);
    insert
        .setParameter(1, matchmaker)
        .setParameter(2, met.stream().map(Encounter::user).toArray(Long[]::new))
        .setParameter(3, met.stream().map(Encounter::other).toArray(Long[]::new))
        .setParameter(4, met.stream().map(each -> each.met().toEpochMilli()).toArray(Long[]::new))
        .executeUpdate();
  }

  /** What was before the moment is forgotten. */
  public void forget(long matchmaker, Instant before) {
    shards
        .of(matchmaker)
        .createNativeQuery("delete from encounter where matchmaker_id = ?1 and met < ?2")
        .setParameter(1, matchmaker)
        .setParameter(2, Timestamp.from(before))
        .executeUpdate();
  }
}
