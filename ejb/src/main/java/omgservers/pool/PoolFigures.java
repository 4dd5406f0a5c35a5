package omgservers.pool;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import omgservers.pool.model.PoolServers.Occupancy;
import omgservers.shared.platform.Gauges;
import omgservers.shared.platform.Recount;
import omgservers.shared.platform.Settings;

/** The servers of the pool and their room, for a monitoring system; administrators name them. */
@ApplicationScoped
class PoolFigures extends Recount {
  private static final String UP = "omgservers_pool_server_up";
  private static final String SLOTS = "omgservers_pool_slots";
  private static final String USED = "omgservers_pool_slots_used";
  private static final String SERVER = "server";

  private final Pool pool;

  @Inject
  PoolFigures(Pool pool, Settings settings) {
    super(settings::metricsPause);
    this.pool = pool;
  }

  protected PoolFigures() {
    super(() -> Duration.ZERO);
    this.pool = null;
  }

  @Override
  protected MetricSnapshots count() {
    Gauges told =
        new Gauges()
            .tell(UP, "Whether the pool server answers and takes game servers.")
            .tell(SLOTS, "How many game servers the pool server may hold.")
            .tell(USED, "How many it holds.");
    for (Occupancy server : pool.occupancies()) {
      told.put(UP, server.closed() == null ? 1 : 0, SERVER, server.name());
      told.put(SLOTS, server.total().slots(), SERVER, server.name());
      told.put(USED, server.used().slots(), SERVER, server.name());
    }
    return told.all();
  }
}
