package omgservers.shared.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import omgservers.shared.platform.Hearing;
import omgservers.shared.sharding.Shards;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means that the directory and all shards are migrated, and that some of them can be reached:
 * a proxy that took all instances away while one shard is away would take the others away, too.
 * What cannot be reached is named.
 */
@Readiness
@ApplicationScoped
public class ShardsReady implements HealthCheck {
  private final Shards shards;
  private final Hearing hearing;

  /** The state of these shards. */
  @Inject
  public ShardsReady(Shards shards, Hearing hearing) {
    this.shards = shards;
    this.hearing = hearing;
  }

  protected ShardsReady() {
    this(null, null);
  }

  @Override
  public HealthCheckResponse call() {
    hearing.called();
    List<String> faults = shards.faults();
    var response = HealthCheckResponse.named("shards").status(faults.size() <= shards.count());
    response.withData("shards", shards.count());
    if (!faults.isEmpty()) {
      response.withData("faults", String.join("; ", faults));
    }
    return response.build();
  }
}
