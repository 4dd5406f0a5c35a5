package omgservers.installation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.platform.Time;

/**
 * The pulse of the last hour, in memory: a beat every quarter of a minute while somebody looks, and
 * one a minute of the whole installation otherwise.
 */
@ApplicationScoped
class PulseHistory {
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration STEP = Duration.ofSeconds(15);
  private static final Duration IDLE_STEP = Duration.ofMinutes(1);
  private static final String ALL = "all";

  private final Map<String, Deque<Pulse.Beat>> sights = new ConcurrentHashMap<>();
  private final Time time;

  @Inject
  PulseHistory(Time time) {
    this.time = time;
  }

  protected PulseHistory() {
    this(null);
  }

  /** Keeps the beat unless the last one was just before; forgets what is too old. */
  void keep(String sight, Pulse.Beat beat) {
    Instant old = beat.at().minus(KEPT);
    sights.compute(sight, (name, beats) -> with(beats, beat, old));
    sights.values().removeIf(beats -> isOver(beats, old));
  }

  private static Deque<Pulse.Beat> with(Deque<Pulse.Beat> known, Pulse.Beat beat, Instant old) {
    Deque<Pulse.Beat> beats = known == null ? new ArrayDeque<>() : known;
    synchronized (beats) {
      if (beats.isEmpty() || !beats.getLast().at().plus(STEP).isAfter(beat.at())) {
        beats.addLast(beat);
      }
      while (!beats.isEmpty() && beats.getFirst().at().isBefore(old)) {
        beats.removeFirst();
      }
    }
    return beats;
  }

  private static boolean isOver(Deque<Pulse.Beat> beats, Instant old) {
    synchronized (beats) {
      return beats.isEmpty() || beats.getLast().at().isBefore(old);
    }
  }

  /** Whether nobody looked at the whole installation for a while. */
  boolean isDue() {
    Deque<Pulse.Beat> beats = sights.get(ALL);
    if (beats == null) {
      return true;
    }
    synchronized (beats) {
      return beats.isEmpty() || !beats.getLast().at().plus(IDLE_STEP).isAfter(time.now());
    }
  }

  List<Pulse.Beat> of(String sight) {
    Deque<Pulse.Beat> beats = sights.get(sight);
    if (beats == null) {
      return List.of();
    }
    synchronized (beats) {
      return List.copyOf(beats);
    }
  }
}
