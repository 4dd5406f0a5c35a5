package omgservers.matchmaking.round;

/**
 * How much a round may still look around. It grows with n log n, so that no set of tickets makes a
 * round slow; the oldest tickets look first, so that who has to wait for the next round is young.
 */
final class Effort {
  private static final long PER_TICKET = 64;
  private static final long AT_LEAST = 200_000;

  private long left;

  private Effort(long left) {
    this.left = left;
  }

  static Effort forTickets(int count) {
    long doublings = (long) Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, count));
    return new Effort(Math.max(AT_LEAST, PER_TICKET * count * doublings));
  }

  /** Whether there is some left, of which one unit is spent. */
  boolean spend() {
    return left-- > 0;
  }
}
