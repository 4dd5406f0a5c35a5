package omgservers.shared.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;

/**
 * Since when this server can be called. Who was silent before may have called in vain: a start can
 * take longer than the silence that is allowed, and the work on what is due begins before the first
 * call can come.
 */
@ApplicationScoped
public class Hearing {
  /** A server that nobody calls for so long after its start takes silence for what it is. */
  static final Duration FIRST_CALL_MAX = Duration.ofMinutes(5);

  private final Time time;
  private final Instant latest;
  private volatile Instant since;

  /** Nobody was heard yet. */
  @Inject
  public Hearing(Time time) {
    this.time = time;
    this.latest = time == null ? Instant.MAX : time.now().plus(FIRST_CALL_MAX);
  }

  protected Hearing() {
    this(null);
  }

  /** A call came in. */
  public void called() {
    if (since == null) {
      since = time.now();
    }
  }

  /** The moment from which silence counts; the present while no call came. */
  public Instant since() {
    Instant first = since;
    if (first != null) {
      return first;
    }
    Instant now = time.now();
    return now.isBefore(latest) ? now : latest;
  }

  /** From when on the silence counts of somebody who was last heard at this moment, or never. */
  public Instant silentSince(Instant seen) {
    Instant open = since();
    return seen != null && seen.isAfter(open) ? seen : open;
  }
}
