package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.Runtimes;
import omgservers.tenancy.Authorization;
import omgservers.tenancy.Caller;

/** To which stages game servers belong, for those who know them by a pool server only. */
@ApplicationScoped
@Transactional
public class Whereabouts {
  private final Runtimes runtimes;
  private final Authorization authorization;

  /** Whereabouts of these runtimes. */
  @Inject
  public Whereabouts(Runtimes runtimes, Authorization authorization) {
    this.runtimes = runtimes;
    this.authorization = authorization;
  }

  protected Whereabouts() {
    this(null, null);
  }

  /** A runtime with its stage; the mode is null for a lobby. */
  public record Home(long runtimeId, long tenantId, long stageId, String mode) {
    static Home of(Runtime runtime) {
      return new Home(
          runtime.id(), runtime.tenantId(), runtime.stageId(), runtime.mode().orElse(null));
    }
  }

  /** Where those of the runtimes belong that lie on the shard. */
  public List<Home> of(Caller caller, int shard, Collection<Long> ids) {
    authorization.staffToRead(caller);
    return runtimes.these(shard, ids).stream().map(Home::of).toList();
  }
}
