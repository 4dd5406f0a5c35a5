package omgservers.pool;

import java.util.Map;

/** Runs game servers on one kind of pool server; every call may be repeated. */
public interface Driver {
  /** The name by which pool servers choose it. */
  String name();

  /** Whether the configuration of the installation lets it run game servers. */
  boolean isEnabled();

  /** Starts the game server of the runtime, unless it runs already. */
  void start(Start start) throws StartFailed;

  /** What really runs for the runtime. */
  Observation observe(long runtime);

  /**
   * Asks the game server of the runtime to stop, and forces it when it does not within a grace
   * time; true when nothing runs for the runtime any more, else it is to be called again soon.
   */
  boolean stop(long runtime);

  /** Frees what was kept of the stopped game server of the runtime, such as its output. */
  void forget(long runtime);

  /** What to start: the image, and the environment that the game server gets. */
  record Start(long runtime, String image, Map<String, String> environment) {}

  /** What was seen of a game server; the reason says why it does not run, for a person. */
  record Observation(Presence presence, String reason) {}

  /** Whether a game server is there. */
  enum Presence {
    /** Nothing was ever started, or nothing is known of it. */
    ABSENT,
    /** It runs. */
    RUNNING,
    /** It ran and has ended, or is not to go on. */
    STOPPED
  }

  /** A game server could not be started, and trying again would not help. */
  final class StartFailed extends Exception {
    /** The start failed for this reason, written for a person. */
    public StartFailed(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
