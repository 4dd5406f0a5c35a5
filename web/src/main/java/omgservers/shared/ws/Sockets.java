package omgservers.shared.ws;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.SocketSettings.Flow;
import omgservers.shared.work.Background;
import omgservers.shared.work.Draining;
import omgservers.shared.work.Stopping;

/**
 * The open sockets of this instance. Those that are silent are asked for a sign of life, and closed
 * when there is none; so many may come from one address.
 */
@ApplicationScoped
public class Sockets implements MultiCollector {
  /** A silent socket is noticed so much later than it should at most, as a part of the ping. */
  private static final int LOOKS_PER_PING = 4;

  private static final String RESTART = "Service restart";

  private final SocketFigures figures = new SocketFigures();
  private final Settings settings;
  private final Executor background;
  private final Map<Session, LiveSocket> open = new ConcurrentHashMap<>();
  private final Map<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile boolean stopping;

  /** Sockets by these settings. */
  @Inject
  public Sockets(Settings settings, Background background) {
    this.settings = settings;
    this.background = background;
  }

  protected Sockets() {
    this(null, null);
  }

  /** The same for the channel of a game server, whose frames may be larger. */
  public Optional<LiveSocket> openChannel(Session session) {
    Optional<LiveSocket> socket = open(session);
    session.setMaxTextMessageBufferSize(settings.channelMessageBytes());
    return socket;
  }

  /** A socket was opened; empty, and closed again, when there are too many from its address. */
  public Optional<LiveSocket> open(Session session) {
    SocketPrincipal principal = SocketPrincipal.of(session);
    session.setMaxIdleTimeout(0);
    session.setMaxTextMessageBufferSize(settings.socketMessageBytes());
    session.setMaxBinaryMessageBufferSize(settings.socketMessageBytes());
    if (byAddress.merge(principal.address(), 1, Integer::sum) > settings.socketsPerAddress()) {
      leave(principal.address());
      Outgoing.close(session, CloseCode.reason(CloseCode.TOO_MUCH, "Too many connections"));
      return Optional.empty();
    }
    SocketFigures.Door door = figures.door(session.getRequestURI().getPath());
    LiveSocket socket =
        new LiveSocket(
            session,
            new Outgoing(
                session,
                settings.socketQueueMessages(),
                settings.socketQueueBytes(),
                door,
                background),
            allowance(principal),
            door,
            System::nanoTime);
    open.put(session, socket);
    door.open().inc();
    if (stopping) {
      tellOfRestart(socket);
    }
    if (looking.compareAndSet(false, true)) {
      lookLater();
    }
    return Optional.of(socket);
  }

  private Allowance allowance(SocketPrincipal principal) {
    boolean player = principal.isPlayer();
    Flow messages = player ? settings.playerMessages() : settings.runtimeMessages();
    Flow bytes = player ? settings.playerBytes() : settings.runtimeBytes();
    return new Allowance(messages, bytes, settings.socketExcessSeconds(), System::nanoTime);
  }

  /** Whether one more may be opened from the address. */
  public boolean hasRoomFor(String address) {
    return byAddress.getOrDefault(address, 0) < settings.socketsPerAddress();
  }

  /** A socket was closed; one that was not let in is not known here. */
  public void closed(Session session) {
    LiveSocket socket = open.remove(session);
    if (socket != null) {
      leave(socket.principal().address());
      socket.door().open().dec();
    }
  }

  /** How many sockets there are, and what goes over them. */
  @Override
  public MetricSnapshots collect() {
    return figures.collect();
  }

  private void leave(String address) {
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
  }

  /** The instance stops: all are told, and go on where they connect next. */
  void stopping(@Observes Stopping event) {
    stopping = true;
    CloseReason restart = CloseCode.reason(CloseCode.RESTART, RESTART);
    open.keySet().forEach(session -> Outgoing.close(session, restart));
  }

  /**
   * The instance is to be stopped: proxies are given time to notice that it takes no more, and then
   * all are told as when it stops.
   */
  void draining(@Observes Draining event) {
    CompletableFuture.delayedExecutor(
            settings.drainNotice().toMillis(), TimeUnit.MILLISECONDS, background)
        .execute(
            () -> {
              stopping = true;
              open.values().forEach(Sockets::tellOfRestart);
            });
  }

  private static void tellOfRestart(LiveSocket socket) {
    socket.close(CloseCode.RESTART, RESTART);
  }

  private void lookLater() {
    Duration pause = settings.socketPing().dividedBy(LOOKS_PER_PING);
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, background)
        .execute(this::look);
  }

  /** Nobody looks while there is no socket. */
  private void look() {
    long ping = settings.socketPing().toNanos();
    long silence = settings.socketSilence().toNanos();
    open.values().forEach(socket -> socket.look(ping, silence));
    looking.set(false);
    if (!open.isEmpty() && looking.compareAndSet(false, true)) {
      lookLater();
    }
  }
}
