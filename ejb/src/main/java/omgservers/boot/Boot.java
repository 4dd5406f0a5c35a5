package omgservers.boot;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutionException;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.WrongSetting;
import omgservers.shared.security.Revocations;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Background;
import omgservers.shared.work.Lanes;

/**
 * Starts the server in the order that its parts need: configuration, databases, the number of this
 * instance, keys and first users, the pool, and at last the work on what is due. A step that fails
 * stops the start.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Boot {
  private static final long TICK_MILLIS = 250;
  private static final int TICKS_PER_LEASE = 40;
  private static final int TICKS_PER_REFRESH = 20;
  private static final System.Logger LOG = System.getLogger(Boot.class.getName());

  private final Settings settings;
  private final Shards shards;
  private final FirstStart firstStart;
  private final Lanes lanes;

  @Inject private Lease lease;
  @Resource private TimerService timers;

  @Inject private Background background;
  @Inject private Revocations revocations;

  private int ticks;

  /** Starts these parts. */
  @Inject
  public Boot(Settings settings, Shards shards, FirstStart firstStart, Lanes lanes) {
    this.settings = settings;
    this.shards = shards;
    this.firstStart = firstStart;
    this.lanes = lanes;
  }

  protected Boot() {
    this(null, null, null, null);
  }

  @PostConstruct
  void start() {
    try {
      settings.check();
      shards.open();
      apart(
          () -> {
            lease.take();
            revocations.load();
            firstStart.run();
            lanes.open();
          });
    } catch (WrongSetting e) {
      LOG.log(Level.ERROR, e.getMessage());
      throw e;
    }
    TimerConfig config = new TimerConfig();
    config.setPersistent(false);
    timers.createIntervalTimer(TICK_MILLIS, TICK_MILLIS, config);
    LOG.log(Level.INFO, "OMGSERVERS EE started with {0} shards", shards.count());
  }

  /** A timer method that throws is removed by the server, so nothing leaves it. */
  @Timeout
  void tick() {
    try {
      lanes.tick();
      if (++ticks % TICKS_PER_LEASE == 0) {
        apart(lease::keep);
      }
      if (ticks % TICKS_PER_REFRESH == 0) {
        apart(revocations::refresh);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a tick failed", e);
    }
  }

  /** Runs on a thread that is no EJB's, for the reason that {@link Background} gives. */
  private void apart(Runnable action) {
    try {
      background.submit(action).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @PreDestroy
  void stop() {
    lanes.close();
    try {
      apart(lease::leave);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "the instance number was not given back", e);
    }
  }
}
