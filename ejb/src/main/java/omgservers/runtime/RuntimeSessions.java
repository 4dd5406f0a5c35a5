package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.limits.RateLimits;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Secrets;
import omgservers.shared.security.SocketAddress;
import omgservers.shared.security.Tokens;

/** Lets game servers in. The first token that a game server gets says that it is ready. */
@ApplicationScoped
@Transactional
public class RuntimeSessions {
  private static final String GROUP = "runtime";

  private final Runtimes runtimes;
  private final Tokens tokens;
  private final Outbox outbox;
  private final RuntimeStaff staff;

  private final RateLimits limits;
  private final Settings settings;
  private final MeetingPlaces places;

  /** Sessions of these runtimes. */
  @Inject
  public RuntimeSessions(
      Runtimes runtimes,
      Tokens tokens,
      Outbox outbox,
      RuntimeStaff staff,
      RateLimits limits,
      Settings settings,
      MeetingPlaces places) {
    this.runtimes = runtimes;
    this.tokens = tokens;
    this.outbox = outbox;
    this.staff = staff;
    this.limits = limits;
    this.settings = settings;
    this.places = places;
  }

  protected RuntimeSessions() {
    this(null, null, null, null, null, null, null);
  }

  /** A token for the API, and where to open the sockets: for fast messages, and for all others. */
  public record Session(
      String apiToken, SocketAddress dispatcherConfig, SocketAddress channelConfig) {}

  /** Lets the game server in that was started for the runtime with this password. */
  public Session open(long id, String password) {
    limits.take(RateLimits.Kind.SIGN_IN, Long.toString(id));
    Runtime runtime = runtimes.lock(id).orElseThrow(() -> RuntimeInterchange.ended(id));
    if (!Secrets.matches(password, runtime.secret())) {
      throw Refusal.unauthenticated("The runtime or the password is wrong.");
    }
    if (runtime.state() != Runtime.State.STARTING && runtime.state() != Runtime.State.READY) {
      throw RuntimeInterchange.ended(id);
    }
    Instant now = staff.now();
    if (runtime.cameUp(now)) {
      outbox.send(new RuntimeNews.CameUp(runtime.ownerId(), runtime.qualifier(), runtime.partId()));
    }
    runtime.stepped(now.plus(settings.runtimeSilence()));
    return new Session(
        token(id),
        socket(places.forRuntime(id), Tokens.DISPATCHER, id),
        socket(settings.internalUrl(), Tokens.CHANNEL, id));
  }

  private SocketAddress socket(URI base, String audience, long id) {
    String text = Long.toString(id);
    Tokens.Socket holder = new Tokens.Socket(text, GROUP, Map.of("runtime_id", text));
    return SocketAddress.of(base, audience, tokens.forSocket(audience, holder));
  }

  private String token(long id) {
    String text = Long.toString(id);
    return tokens.forService(text, GROUP, Map.of("runtime_id", text));
  }

  /** The moment of a token that is issued now. */
  public Instant now() {
    return staff.now();
  }

  /** A fresh token when the one that was issued then has used up half of its life. */
  public Optional<String> renew(long id, Instant issued) {
    Duration half = settings.tokenLife().dividedBy(2);
    return issued.plus(half).isAfter(staff.now()) ? Optional.empty() : Optional.of(token(id));
  }
}
