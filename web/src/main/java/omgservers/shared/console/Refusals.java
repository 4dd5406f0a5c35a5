package omgservers.shared.console;

import omgservers.shared.problem.Refusal;
import omgservers.shared.rest.Problem;
import omgservers.shared.sharding.Outages;

/** Finds what a use case declined in what the page's machinery made of it. */
final class Refusals {
  private Refusals() {}

  /** The refusal that is the cause, or stands for it; null when something else is. */
  static Refusal in(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
    }
    return Outages.in(thrown).orElse(null);
  }

  /** The status that fits. */
  static int status(Refusal refusal) {
    return Problem.of(refusal).status();
  }
}
