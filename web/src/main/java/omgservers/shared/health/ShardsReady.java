package omgservers.shared.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import omgservers.shared.platform.Hearing;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Draining;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that the directory and all shards are migrated, and that some of them can be reached:
 * a proxy that took all instances away while one shard is away would take the others away, too.
 * What cannot be reached is named. An instance that drains is not ready any more.
 */
@Readiness
@ApplicationScoped
public class ShardsReady implements HealthCheck {
  private final Shards shards;
  private final Hearing hearing;
  private volatile boolean draining;

  /** The state of these shards. */
  @Inject
  public ShardsReady(Shards shards, Hearing hearing) {
    this.shards = shards;
    this.hearing = hearing;
  }

  void draining(@Observes Draining event) {
    draining = true;
  }

  protected ShardsReady() {
    this(null, null);
  }

  @Override
  public HealthCheckResponse call() {
    hearing.called();
    List<String> faults = shards.faults();
    var response =
        HealthCheckResponse.named("shards").status(faults.size() <= shards.count() && !draining);
    response.withData("shards", shards.count());
    if (draining) {
      response.withData("draining", true);
    }
    if (!faults.isEmpty()) {
      response.withData("faults", String.join("; ", faults));
    }
    return response.build();
  }
}
