package omgservers.pool.docker;

import com.github.dockerjava.api.model.ContainerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import omgservers.pool.Site;
import omgservers.shared.platform.Time;

/**
 * What engines said of their images a moment ago, so that game servers that start one after the
 * other do not ask again. An image that went meanwhile shows when a container is to be made of it.
 */
final class KnownImages {
  /** An image that is put in the place of another one is noticed after this time. */
  static final Duration KNOWN = Duration.ofSeconds(30);

  static final int KNOWN_MAX = 1_000;

  private final Map<Key, Known> known = new ConcurrentHashMap<>();
  private final Time time;

  KnownImages(Time time) {
    this.time = time;
  }

  private record Key(Site site, String reference) {}

  private record Known(Optional<ContainerConfig> config, Instant at) {}

  /**
   * What its maker wants of the image, if anything, as the engine says now or said a moment ago;
   * its refusals pass and are not remembered.
   */
  Optional<ContainerConfig> of(Site site, String reference, Supplier<ContainerConfig> engine) {
    Key key = new Key(site, reference);
    Known before = known.get(key);
    Instant now = time.now();
    if (before != null && before.at.plus(KNOWN).isAfter(now)) {
      return before.config;
    }
    known.remove(key);
    Optional<ContainerConfig> config = Optional.ofNullable(engine.get());
    if (known.size() >= KNOWN_MAX) {
      known.clear();
    }
    known.put(key, new Known(config, now));
    return config;
  }

  /** The same, as the engine on this line says. */
  Optional<ContainerConfig> of(Site site, EngineLine line, String reference) {
    return of(site, reference, () -> line.calls().inspectImageCmd(reference).exec().getConfig());
  }

  /** The engine does not have it any more. */
  void forget(Site site, String reference) {
    known.remove(new Key(site, reference));
  }
}
