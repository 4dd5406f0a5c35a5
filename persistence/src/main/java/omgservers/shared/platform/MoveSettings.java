package omgservers.shared.platform;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** The settings of moves of slots between shards: how fast they go, and who waits how long. */
public abstract class MoveSettings extends BuilderSettings {
  private static final int SLOTS_MAX = 256;
  private static final int MIB_MAX = 100_000;
  private static final int PERCENT_MAX = 100;
  private static final int PERCENT = 10;
  private static final int LETTERS_MAX = 1_000_000;

  MoveSettings(Config config) {
    super(config);
  }

  /** So long a call waits for rows that are being switched to another shard, before it is 503. */
  public Duration slotPatience() {
    return duration("moves.patience", "PT5S");
  }

  /**
   * So long a slot stays closed while other instances are waited for; a slot that opens again
   * without having moved is tried again later.
   */
  public Duration moveFollow() {
    return duration("moves.follow", "PT3S");
  }

  /** So many slots are copied together: each copy reads the tables once. */
  public int moveBatch() {
    return number("moves.batch", 16, 1, SLOTS_MAX);
  }

  /** So much is copied per second, so that the other slots have the rest. */
  public int moveMibPerSecond() {
    return number("moves.mib-per-second", 32, 1, MIB_MAX);
  }

  /**
   * A move works for this share of the time and rests for the remainder, so that calls for other
   * slots do not feel it; it does not rest while a slot is closed. 100 makes it as fast as it can
   * be.
   */
  public int movePercent() {
    return number("moves.percent-of-time", PERCENT, 1, PERCENT_MAX);
  }

  /** While more letters than this wait on a shard, no slot leaves it: they would go with each. */
  public int moveLetters() {
    return number("moves.letters", 2_000, 1, LETTERS_MAX);
  }

  /** Reads all of these; a wrong one is an error. */
  void checkMoves() {
    slotPatience();
    moveFollow();
    moveBatch();
    moveMibPerSecond();
    movePercent();
    moveLetters();
  }
}
