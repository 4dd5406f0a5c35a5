package omgservers.shared.ws;

import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.SocketSettings.Flow;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/**
 * Whether one more socket may be opened: from the page that wants it, from its address, and so soon
 * after others.
 */
@ApplicationScoped
public class Handshakes {
  private static final Duration ADDRESS_PAUSE = Duration.ofSeconds(10);

  private final Sockets sockets;
  private final List<String> origins;
  private final Bucket bucket;

  /** Handshakes as the settings say. */
  @Inject
  public Handshakes(Settings settings, Sockets sockets) {
    this(settings.socketOrigins(), settings.handshakes(), sockets);
  }

  Handshakes(List<String> origins, Flow flow, Sockets sockets) {
    this.sockets = sockets;
    this.origins = origins;
    this.bucket =
        Bucket.builder()
            .addLimit(
                BandwidthBuilder.builder()
                    .capacity(flow.burst())
                    .refillGreedy(flow.perSecond(), Duration.ofSeconds(1))
                    .build())
            .build();
  }

  protected Handshakes() {
    this(List.of(), new Flow(1, 1), null);
  }

  /**
   * Why the socket is not opened, if it is not.
   *
   * @param origin the page whose script asks, as browsers tell; null of all others
   */
  public Optional<Refusal> refusal(String origin, String address) {
    if (origin != null && !origins.isEmpty() && !origins.contains(origin)) {
      return Optional.of(
          Refusal.forbidden(
              Qualifier.UNAUTHORIZED_REQUEST, "Scripts of " + origin + " may open no sockets."));
    }
    if (!sockets.hasRoomFor(address)) {
      return Optional.of(
          Refusal.tooMany(ADDRESS_PAUSE, "There are too many sockets from this address."));
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? Optional.empty()
        : Optional.of(
            Refusal.tooMany(
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                "Too many sockets are being opened."));
  }
}
