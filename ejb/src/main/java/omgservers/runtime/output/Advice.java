package omgservers.runtime.output;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import omgservers.pool.Pool;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;

/** What room a pool server has, for those who see to the whole installation. */
@ApplicationScoped
@Transactional
public class Advice {
  private final Pool pool;
  private final Authorization authorization;

  /** Advice about this pool. */
  @Inject
  public Advice(Pool pool, Authorization authorization) {
    this.pool = pool;
    this.authorization = authorization;
  }

  protected Advice() {
    this(null, null);
  }

  /** The free room of the server of this name. */
  public Fit.Free free(Caller caller, String server) {
    authorization.staffToRead(caller);
    return pool.free(server)
        .map(free -> new Fit.Free(free.slots(), free.cpuMillis(), free.memoryMib()))
        .orElseThrow(() -> Refusal.notFound("There is no pool server '" + server + "'."));
  }
}
