package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import omgservers.runtime.model.RoomPlaces;
import omgservers.shared.outbox.Outbox;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Instances;
import omgservers.shared.sharding.Peers;

/**
 * Where the players of a runtime and its game server meet: at one instance, as long as that lives.
 * When the game server signs in after that, the room is where it signs in, and the players who were
 * in it are asked to come there. Decision 0037.
 */
@ApplicationScoped
class MeetingPlaces {
  private final RoomPlaces places;
  private final Peers peers;
  private final Outbox outbox;
  private final Settings settings;

  @Inject
  MeetingPlaces(RoomPlaces places, Peers peers, Outbox outbox, Settings settings) {
    this.places = places;
    this.peers = peers;
    this.outbox = outbox;
    this.settings = settings;
  }

  protected MeetingPlaces() {
    this(null, null, null, null);
  }

  /** The game server signs in: where it opens its socket. */
  URI forRuntime(long runtime) {
    String before = places.find(runtime).orElse("");
    if (peers.find(before).isEmpty() && !before.equals(peers.own())) {
      places.move(runtime, peers.own());
      places.asked(runtime).forEach(client -> offer(runtime, client, peers.own()));
      return here().runtimes();
    }
    return peers.find(before).orElseGet(this::here).runtimes();
  }

  /** A player is asked to come to the room. */
  void invite(long runtime, long client) {
    places.asked(runtime, client);
    offer(runtime, client, places.find(runtime).orElse(peers.own()));
  }

  private void offer(long runtime, long client, String instance) {
    String url = peers.find(instance).orElseGet(this::here).players().toString();
    outbox.send(new RuntimeNews.UpgradeOffered(client, runtime, url));
  }

  private Instances.Addresses here() {
    return new Instances.Addresses(settings.instanceUrl(), settings.instanceInternalUrl());
  }
}
