package omgservers.boot;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJBException;
import jakarta.ejb.NoSuchObjectLocalException;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ExecutionException;
import omgservers.installation.Pulse;
import omgservers.pool.PoolWatch;
import omgservers.registry.RegistryChecks;
import omgservers.shared.moves.MapFollowing;
import omgservers.shared.moves.Moving;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.WrongSetting;
import omgservers.shared.security.Revocations;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Background;
import omgservers.shared.work.Lanes;
import omgservers.shared.work.Stopping;

/**
 * Starts the server in the order that its parts need: configuration, databases, the number of this
 * instance, keys and first users, the pool, and at last its shards and the work on what is due
 * there. A step that fails stops the start. Work is then called by two timers: a slow beat, and an
 * alarm for what is due before the next beat; so an idle server is woken by the beat only.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Boot {
  private static final String BEAT = "beat";
  private static final String ALARM = "alarm";
  private static final System.Logger LOG = System.getLogger(Boot.class.getName());

  private final Settings settings;
  private final Shards shards;
  private final FirstStart firstStart;
  private final Lanes lanes;
  private final Lease lease;
  private final Turns turns;
  private final Revocations revocations;
  private final Background background;
  private final PoolWatch watch;
  private final RegistryChecks registry;
  private final Pulse pulse;
  private final MapFollowing following;
  private final Moving moving;
  private final Event<Stopping> stopping;

  @Resource private TimerService timers;
  @Resource private SessionContext context;

  private Instant nextBeat = Instant.MIN;
  private Instant nextAlarm = Instant.MAX;
  private Timer alarm;
  private volatile Instant next = Instant.MIN;

  /** Starts these parts. */
  @Inject
  public Boot(
      Settings settings,
      Shards shards,
      FirstStart firstStart,
      Lanes lanes,
      Lease lease,
      Turns turns,
      Revocations revocations,
      Background background,
      PoolWatch watch,
      RegistryChecks registry,
      Pulse pulse,
      MapFollowing following,
      Moving moving,
      Event<Stopping> stopping) {
    this.settings = settings;
    this.shards = shards;
    this.firstStart = firstStart;
    this.lanes = lanes;
    this.lease = lease;
    this.turns = turns;
    this.revocations = revocations;
    this.background = background;
    this.watch = watch;
    this.registry = registry;
    this.pulse = pulse;
    this.following = following;
    this.moving = moving;
    this.stopping = stopping;
  }

  protected Boot() {
    this(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  @PostConstruct
  void start() {
    Boot self = context.getBusinessObject(Boot.class);
    try {
      settings.check();
      settings.settle();
      settings
          .unknown()
          .forEach(name -> LOG.log(Level.WARNING, "Configuration: {0} is no setting", name));
      shards.open();
      apart(
          () -> {
            lease.take();
            revocations.load();
            firstStart.run();
            lanes.atEachBeat("shards that were away", shards::openMissing);
            lanes.atEachBeat("the first users", firstStart::makeUsers);
            lanes.atEachBeat("the map of slots", () -> following.beat(lease.token()));
            lanes.atEachBeat("moves of slots", moving::work);
            lanes.atEachBeat("revoked tokens", revocations::refresh);
            lanes.atEachBeat("keys that sign", firstStart::refreshKeys);
            lanes.atEachBeat("the registry", registry::makeIfDue);
            lanes.atEachBeat("the pulse", pulse::remember);
            lanes.open(moment -> wish(self, moment));
            turns.begin();
            watch.open();
          });
    } catch (WrongSetting e) {
      LOG.log(Level.ERROR, e.getMessage());
      throw e;
    }
    timers.createIntervalTimer(1, Lanes.NET.toMillis(), new TimerConfig(BEAT, false));
    LOG.log(Level.INFO, "OMGSERVERS EE started with {0} shards", shards.count());
  }

  /** Lanes wish on threads of their own, and only an EJB may set a timer: it is called as one. */
  private void wish(Boot self, Instant moment) {
    if (moment.isBefore(next)) {
      try {
        self.ringAt(moment);
      } catch (EJBException e) {
        LOG.log(Level.DEBUG, "the server stops, or the beat must do", e);
      }
    }
  }

  /** Lanes are called at the moment at the latest. */
  public synchronized void ringAt(Instant moment) {
    if (!moment.isBefore(next)) {
      return;
    }
    if (alarm != null) {
      cancel(alarm);
    }
    alarm = timers.createSingleActionTimer(Date.from(moment), new TimerConfig(ALARM, false));
    nextAlarm = moment;
    remember();
  }

  private static void cancel(Timer timer) {
    try {
      timer.cancel();
    } catch (NoSuchObjectLocalException e) {
      LOG.log(Level.TRACE, "it has rung", e);
    }
  }

  private void remember() {
    next = nextAlarm.isBefore(nextBeat) ? nextAlarm : nextBeat;
  }

  /** A timer method that throws is removed by the server, so nothing leaves it. */
  @Timeout
  void ring(Timer timer) {
    try {
      if (BEAT.equals(timer.getInfo())) {
        beat();
      } else {
        rung();
      }
      ringAt(lanes.tick());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "a timer's work failed", e);
    }
  }

  private synchronized void rung() {
    alarm = null;
    nextAlarm = Instant.MAX;
    remember();
  }

  private synchronized void beat() {
    nextBeat = lanes.beat();
    remember();
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
    try {
      stopping.fire(new Stopping());
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "not everybody could be told that the server stops", e);
    }
    lanes.close();
    try {
      apart(turns::end);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "shards and the instance number were not given back", e);
    }
  }
}
