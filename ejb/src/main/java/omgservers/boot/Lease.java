package omgservers.boot;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Instances;
import omgservers.shared.sharding.Leases;

/**
 * The transactions by which this instance takes part: the number that it holds among the running
 * ones, which its ids carry, and the shards on which it works.
 */
@ApplicationScoped
@Transactional
public class Lease {
  private final Instances instances;
  private final Leases leases;
  private final Ids ids;
  private final Settings settings;
  private final String token = UUID.randomUUID().toString();
  private volatile int number = -1;

  /** A lease among these instances. */
  @Inject
  public Lease(Instances instances, Leases leases, Ids ids, Settings settings) {
    this.instances = instances;
    this.leases = leases;
    this.ids = ids;
    this.settings = settings;
  }

  protected Lease() {
    this(null, null, null, null);
  }

  /** Takes a free number. */
  public void take() {
    number =
        instances.register(
            token,
            new Instances.Addresses(settings.instanceUrl(), settings.instanceInternalUrl()),
            settings.instanceLease());
    ids.use(number);
  }

  /** Has its turn; an instance that slept through its number takes another, and has none now. */
  public Optional<Leases.Turn> turn(boolean draining) {
    Optional<Leases.Turn> turn =
        leases.turn(new Leases.Part(number, token, draining, settings.instanceLease()));
    if (turn.isEmpty()) {
      System.getLogger(Lease.class.getName())
          .log(Level.WARNING, "instance number {0} was lost", number);
      take();
    }
    return turn;
  }

  /** By what the others know this instance. */
  public String token() {
    return token;
  }

  /** Closes the shard to who works under an earlier epoch; the epoch under which it is open. */
  public long close(int shard, long epoch) {
    return leases.close(shard, epoch);
  }

  /** The shard knows of this later epoch. */
  public void skip(int shard, long epoch) {
    leases.skip(shard, token, epoch);
  }

  /** Gives the shards and the number back. */
  public void leave() {
    leases.giveAll(token);
    instances.leave(number, token);
  }
}
