package omgservers.removal;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import omgservers.removal.model.Left;
import omgservers.removal.model.Remains;

/** Transactions that count on one shard. */
@ApplicationScoped
@Transactional
class Counts {
  private final Remains remains;

  @Inject
  Counts(Remains remains) {
    this.remains = remains;
  }

  protected Counts() {
    this(null);
  }

  Remains.Estate estate(Kind kind, long id) {
    return switch (kind) {
      case TENANT -> remains.ofTenant(id);
      case PROJECT -> remains.ofProject(id);
      case STAGE -> remains.ofStage(id);
      case VERSION -> new Remains.Estate(Left.NONE, List.of());
    };
  }

  Left playing(int shard, List<Long> stages) {
    return remains.playing(shard, stages);
  }

  /** Removes some API keys that are for the tenant only; how many. */
  int removeKeys(int shard, long tenant, int max) {
    return remains.removeKeys(shard, tenant, max);
  }
}
