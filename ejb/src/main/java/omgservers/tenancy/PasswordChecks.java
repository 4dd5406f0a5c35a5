package omgservers.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import omgservers.shared.problem.Refusal;
import omgservers.shared.security.Secrets;

/**
 * Checks passwords that people chose. That is meant to cost time, so only half of the processors
 * ever do it: a flood of sign-ins does not slow the games.
 */
@ApplicationScoped
class PasswordChecks {
  /** Nobody waits longer for a turn. */
  static final Duration WAIT_MAX = Duration.ofSeconds(2);

  private final Semaphore turns;

  PasswordChecks() {
    this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }

  PasswordChecks(int atOnce) {
    turns = new Semaphore(atOnce, true);
  }

  boolean matches(String password, String hash) {
    return inTurn(() -> Secrets.matchesSlowly(password, hash));
  }

  boolean inTurn(BooleanSupplier check) {
    if (!hasTurn()) {
      throw Refusal.tooMany(WAIT_MAX, "There are too many sign-ins at once.");
    }
    try {
      return check.getAsBoolean();
    } finally {
      turns.release();
    }
  }

  private boolean hasTurn() {
    try {
      return turns.tryAcquire(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
