package omgservers.shared.outbox;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.outbox.Letters.Letter;

/** Tells of letters that this build cannot read: of each kind once, and once more if they stay. */
final class Strangers {
  /** After so many looks at a letter, a good minute, nobody else has taken it. */
  static final int LOOKS_MAX = 6;

  private static final System.Logger LOG = System.getLogger(Strangers.class.getName());

  private final Set<String> met = ConcurrentHashMap.newKeySet();
  private final Set<String> left = ConcurrentHashMap.newKeySet();

  /** The letter is met once more. */
  void meet(Letter letter) {
    if (met.add(letter.kind())) {
      LOG.log(
          Level.INFO,
          "letters of the kind {0} are left to an instance whose build can read them",
          letter.kind());
    }
    if (letter.attempts() >= LOOKS_MAX && left.add(letter.kind())) {
      LOG.log(
          Level.WARNING,
          "no instance can read letters of the kind {0}: they wait, and with each its receiver {1}",
          letter.kind(),
          Long.toString(letter.receiver()));
    }
  }
}
