package omgservers.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import omgservers.shared.platform.Inspected;
import omgservers.shared.problem.Refusal;

/** How the engines of the pool are, as whoever watches over them found. */
@ApplicationScoped
class PoolHealth implements Inspected {
  private static final String KIND = "pool server";

  private final Pool pool;

  @Inject
  PoolHealth(Pool pool) {
    this.pool = pool;
  }

  protected PoolHealth() {
    this(null);
  }

  @Override
  public List<Part> inspect() {
    try {
      return pool.reached().stream().map(PoolHealth::part).toList();
    } catch (Refusal e) {
      return List.of(new Part(KIND, "all", false, false, e.getMessage()));
    }
  }

  private static Part part(Pool.Reached server) {
    String fault = server.answers() ? null : "It does not answer.";
    return new Part(KIND, server.site().name(), server.answers(), false, fault);
  }
}
