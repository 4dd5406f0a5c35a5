package omgservers.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.UUID;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Instances;

/** The number that this instance holds among the running ones; its ids carry it. */
@ApplicationScoped
@Transactional
public class Lease {
  private final Instances instances;
  private final Ids ids;
  private final Time time;
  private final String token = UUID.randomUUID().toString();
  private volatile int number = -1;

  /** A lease among these instances. */
  @Inject
  public Lease(Instances instances, Ids ids, Time time) {
    this.instances = instances;
    this.ids = ids;
    this.time = time;
  }

  protected Lease() {
    this(null, null, null);
  }

  /** Takes a free number. */
  public void take() {
    number = instances.register(token, time.now());
    ids.use(number);
  }

  /** Proves that the number is this instance's own. */
  public String token() {
    return token;
  }

  /** Keeps the number; an instance that slept through its lease takes another. */
  public void keep() {
    if (!instances.keep(number, token, time.now())) {
      System.getLogger(Lease.class.getName())
          .log(Level.WARNING, "instance number {0} was lost", number);
      take();
    }
  }

  /** Whether other instances run on the same databases. */
  public boolean hasNeighbours() {
    Instant alive = time.now().minus(Instances.LEASE);
    return instances.all().stream()
        .anyMatch(other -> other.number() != number && other.seen().isAfter(alive));
  }

  /** Gives the number back. */
  public void leave() {
    instances.leave(number, token);
  }
}
