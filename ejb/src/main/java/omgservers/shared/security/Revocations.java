package omgservers.shared.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.security.model.RevokedTokens.Revoked;

/**
 * Makes tokens end before their time: all that a user, or an API key, got until now. What was
 * revoked is in memory, so that each call can be checked; other instances read it from the
 * directory every few seconds. Whoever holds something open for the user observes {@link Revoked}.
 *
 * <p>Its methods begin transactions of their own, and must not be called within one.
 */
@ApplicationScoped
public class Revocations {
  /** A transaction that was begun may become visible only this much later. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  private final RevocationLog log;
  private final Consumer<Revoked> announcement;
  private final Time time;
  private final Map<Long, Instant> moments = new ConcurrentHashMap<>();
  private volatile Instant read = Instant.EPOCH;

  /** Revocations kept in this log and told by these events. */
  @Inject
  public Revocations(RevocationLog log, Event<Revoked> events, Time time) {
    this(log, time, events::fire);
  }

  Revocations(RevocationLog log, Time time, Consumer<Revoked> announcement) {
    this.log = log;
    this.time = time;
    this.announcement = announcement;
  }

  protected Revocations() {
    this(null, null, revoked -> {});
  }

  /**
   * No token that the user, or the API key, got until now is good any more. A token that is issued
   * after the return is.
   */
  public void revoke(long subject) {
    Instant before = time.now().plusMillis(1);
    Revoked revoked = new Revoked(subject, before);
    log.add(revoked);
    apply(revoked);
    awaitMoment(before);
  }

  private void apply(Revoked revoked) {
    Instant kept = moments.merge(revoked.subjectId(), revoked.before(), Revocations::later);
    if (kept.equals(revoked.before())) {
      announcement.accept(revoked);
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Time goes in milliseconds here: within the present one nothing new is issued. */
  private void awaitMoment(Instant moment) {
    while (time.now().isBefore(moment)) {
      Thread.onSpinWait();
    }
  }

  /** Whether what was issued to the user or the API key at that moment is not good any more. */
  public boolean isRevoked(long subject, Instant issued) {
    Instant moment = moments.get(subject);
    return moment != null && issued.isBefore(moment);
  }

  /** Reads what was revoked before the start; nothing that it is about is open yet. */
  public void load() {
    Instant now = time.now();
    log.after(now.minus(Settings.TOKEN_LIFE_MAX))
        .forEach(
            revoked -> moments.merge(revoked.subjectId(), revoked.before(), Revocations::later));
    read = now;
  }

  /** Reads what other instances revoked, and forgets what no token is old enough for. */
  public void refresh() {
    Instant now = time.now();
    for (Revoked revoked : log.after(read.minus(OVERLAP))) {
      if (!revoked.before().equals(moments.get(revoked.subjectId()))) {
        apply(revoked);
      }
    }
    read = now;
    Instant forgotten = now.minus(Settings.TOKEN_LIFE_MAX).minus(OVERLAP);
    if (moments.values().removeIf(moment -> moment.isBefore(forgotten))) {
      log.prune(forgotten);
    }
  }
}
