package omgservers.shared.idempotency;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import omgservers.shared.idempotency.model.IdempotentCalls;
import omgservers.shared.idempotency.model.IdempotentCalls.Answer;
import omgservers.shared.idempotency.model.IdempotentCalls.CallKey;
import omgservers.shared.idempotency.model.IdempotentCalls.Earlier;
import omgservers.shared.platform.Time;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;

/**
 * Lets a caller repeat a call whose answer got lost without its happening twice. A call whose
 * server died while it worked is never done again by itself: its outcome has to be looked up.
 */
@ApplicationScoped
@Transactional
public class Repeats {
  /** How long an answer is kept. */
  public static final Duration MEMORY = Duration.ofHours(24);

  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  private final IdempotentCalls calls;
  private final Time time;
  private final String instance = UUID.randomUUID().toString();

  /** Repeats of these calls. */
  @Inject
  public Repeats(IdempotentCalls calls, Time time) {
    this.calls = calls;
    this.time = time;
  }

  protected Repeats() {
    this(null, null);
  }

  /** The answer to give again, or nothing when the call is new and may be done now. */
  public Optional<Answer> begin(CallKey key) {
    calls.prune(time.now().minus(MEMORY));
    if (calls.begin(key, instance, time.now())) {
      return Optional.empty();
    }
    Earlier earlier = calls.find(key).orElseThrow();
    if (!earlier.fingerprint().equals(key.fingerprint())) {
      throw Refusal.conflict(
          Qualifier.IDEMPOTENCY_VIOLATED,
          "The Idempotency-Key '" + key.key() + "' came with another request before.");
    }
    if (earlier.answer().isEmpty()) {
      throw unanswered(earlier);
    }
    return earlier.answer();
  }

  private Refusal unanswered(Earlier earlier) {
    return earlier.instance().equals(instance)
        ? Refusal.busy(Qualifier.IDEMPOTENCY_VIOLATED, BUSY_PAUSE, "The first request still works.")
        : Refusal.conflict(
            Qualifier.IDEMPOTENCY_VIOLATED,
            "The server that worked on the first request gave no answer:"
                + " look up what it did, and use another key.");
  }

  /** The call was done and answered like this. */
  public void done(CallKey key, Answer answer) {
    calls.answered(key, answer);
  }

  /** The call was refused, so that nothing happened under the key. */
  public void undone(CallKey key) {
    calls.forget(key);
  }
}
