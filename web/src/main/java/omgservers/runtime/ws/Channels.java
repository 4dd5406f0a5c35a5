package omgservers.runtime.ws;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.runtime.RuntimeEvents;
import omgservers.runtime.RuntimeInterchange;
import omgservers.runtime.RuntimeSessions;
import omgservers.shared.mailbox.Bell;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Refusal;
import omgservers.shared.work.Background;
import omgservers.shared.ws.CloseCode;
import omgservers.shared.ws.Confirmed;
import omgservers.shared.ws.LiveSocket;

/** The channels of this instance, one per game server at most. */
@ApplicationScoped
public class Channels {
  private static final int BEATS_PER_SILENCE = 3;
  private static final Duration LIMIT_PAUSE = Duration.ofSeconds(1);

  private final RuntimeInterchange interchange;
  private final RuntimeSessions sessions;
  private final Bell bell;
  private final Background background;
  private final Settings settings;

  private final Map<Long, Channel> channels = new ConcurrentHashMap<>();

  /** Channels over this exchange. */
  @Inject
  public Channels(
      RuntimeInterchange interchange,
      RuntimeSessions sessions,
      Bell bell,
      Background background,
      Settings settings) {
    this.interchange = interchange;
    this.sessions = sessions;
    this.bell = bell;
    this.background = background;
    this.settings = settings;
  }

  protected Channels() {
    this(null, null, null, null, null);
  }

  /** A game server connects; an older connection of it is replaced. */
  void open(LiveSocket socket) {
    long runtime = socket.principal().runtime();
    Channel fresh =
        new Channel(
            socket,
            interchange,
            sessions,
            background,
            Confirmed.Window.of(settings),
            settings.profileSize());
    Channel old = LiveSocket.newest(channels, runtime, fresh, Channel::socket);
    if (old == fresh) {
      return;
    }
    if (old != null) {
      bell.leave(runtime, old);
    }
    bell.listen(runtime, fresh);
    socket.every(
        settings.runtimeSilence().dividedBy(BEATS_PER_SILENCE),
        () -> background.execute(fresh::beat));
  }

  /** A game server says something. */
  void said(LiveSocket socket, String text) {
    Channel channel = channels.get(socket.principal().runtime());
    if (channel == null || channel.socket() != socket) {
      return;
    }
    if (socket.admits(text.length(), () -> limit(channel))) {
      channel.said(text);
    } else {
      // A frame that is missing would be overtaken by the next: over the next channel it comes
      // again.
      socket.close(CloseCode.TOO_MUCH, "Too many messages");
    }
  }

  private static void limit(Channel channel) {
    channel.refuse(
        null, Refusal.tooMany(LIMIT_PAUSE, "Too much over this channel, which is closed."));
  }

  /** A connection ended; a newer one of the game server stays. */
  void closed(LiveSocket socket) {
    long runtime = socket.principal().runtime();
    Channel channel = channels.get(runtime);
    if (channel != null && channel.socket() == socket) {
      channels.remove(runtime, channel);
      bell.leave(runtime, channel);
    }
  }

  /** The runtime ended. */
  void runtimeGone(@Observes RuntimeEvents.RuntimeGone event) {
    Channel channel = channels.get(event.runtime());
    if (channel != null) {
      channel.end();
    }
  }
}
