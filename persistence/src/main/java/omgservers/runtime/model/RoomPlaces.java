package omgservers.runtime.model;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import omgservers.shared.sharding.Shards;

/**
 * At which instance the players of a runtime and its game server meet, and which players were asked
 * to come there.
 */
@ApplicationScoped
public class RoomPlaces {
  private final Shards shards;

  /** Places on these shards. */
  @Inject
  public RoomPlaces(Shards shards) {
    this.shards = shards;
  }

  protected RoomPlaces() {
    this(null);
  }

  /** The token of the instance where the room of the runtime is, if it has been anywhere. */
  public Optional<String> find(long runtime) {
    List<?> found =
        shards
            .of(runtime)
            .createNativeQuery(
                "select room_instance from runtime where id = ?1 and room_instance is not null")
            .setParameter(1, runtime)
            .getResultList();
    return found.stream().map(String.class::cast).findFirst();
  }

  /** The room is at the instance from now on. */
  public void move(long runtime, String instance) {
    shards
        .of(runtime)
        .createNativeQuery("update runtime set room_instance = ?1 where id = ?2")
        .setParameter(1, instance)
        .setParameter(2, runtime)
        .executeUpdate();
  }

  /** The client was asked to come. */
  public void asked(long runtime, long client) {
    shards
        .of(runtime)
        .createNativeQuery(
            """
            update assignment set upgraded = true
            where runtime_id = ?1 and client_id = ?2 and not upgraded
            """)
        .setParameter(1, runtime)
        .setParameter(2, client)
        .executeUpdate();
  }

  /** The clients that were asked to come, and are still in the runtime. */
  public List<Long> asked(long runtime) {
    List<?> clients =
        shards
            .of(runtime)
            .createNativeQuery(
                "select client_id from assignment where runtime_id = ?1 and upgraded order by id")
            .setParameter(1, runtime)
            .getResultList();
    return clients.stream().map(client -> ((Number) client).longValue()).toList();
  }
}
