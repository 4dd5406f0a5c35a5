package omgservers.pool;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Runs game servers on one kind of pool server; every call may be repeated. Calls take as long as
 * their deadlines let them, and say {@link Unreachable} when the server does not answer.
 */
public interface Driver {
  /** The name by which pool servers choose it. */
  String name();

  /** Whether the configuration of the installation lets it run game servers. */
  boolean isEnabled();

  /** Whether the image lies in a store of this driver, where no other finds it. */
  default boolean holds(String image) {
    return false;
  }

  /**
   * Makes the image ready on the server, which may take long; ends with {@link StartFailed} when it
   * cannot be had.
   */
  CompletionStage<Void> prepare(Site site, String image);

  /** Starts the game server of the runtime anew: what an earlier attempt left is removed. */
  void start(Site site, Start start) throws StartFailed;

  /** What really runs for the runtime. */
  Observation observe(Site site, long runtime);

  /**
   * Asks the game server of the runtime to stop, and forces it when it does not within a grace
   * time; true when nothing runs for the runtime any more, else it is to be called again soon. What
   * it wrote can still be read then, until it is removed.
   */
  boolean stop(Site site, long runtime);

  /** What a stopped game server left on its pool server goes, as far as it is in the way there. */
  void remove(Site site, long runtime);

  /** The runtimes of this installation for which there is something on the server, and what. */
  Map<Long, Observation> survey(Site site);

  /**
   * Removes what builds left on the server that hold no room any more. Who does is asked after the
   * server was looked at: whoever builds took the room before.
   */
  default void clearBuilds(Site site, Supplier<Set<Long>> holders) {}

  /** Comes back when the server answers. */
  void ping(Site site);

  /** From now on the listener hears of game servers on the server to which something happened. */
  Following follow(Site site, LongConsumer listener);

  /** A server that is being listened to. */
  interface Following extends AutoCloseable {
    /** Whether it is still heard. */
    boolean isOpen();

    @Override
    void close();
  }

  /** Frees what was kept of the stopped game server of the runtime, such as its output. */
  void forget(long runtime);

  /**
   * Reads what the game server of the runtime writes, from where the output was left on, until the
   * reading is closed; the game server may have ended already.
   */
  Reading read(Site site, long runtime, Output output);

  /**
   * What the game servers of these runtimes have used so far, by runtime. Those that do not run,
   * and those of which nothing is told in time, are left out.
   */
  Map<Long, Use> measure(Site site, Collection<Long> runtimes);

  /** Output that is being read. */
  interface Reading extends AutoCloseable {
    /** Whether more can still come; one that broke off is to be begun again. */
    boolean isOpen();

    /** Reads what is left and ends. */
    @Override
    void close();
  }

  /**
   * What a game server has used: nanoseconds of CPU since its start, bytes of memory now, bytes
   * received and sent since its start. What cannot be measured is null.
   */
  record Use(Long cpuNanos, Long memoryBytes, Long networkIn, Long networkOut) {}

  /**
   * What to start: the image, what it may use, the environment that the game server gets, and what
   * it is told apart by.
   */
  record Start(
      long runtime,
      String image,
      int cpuMillis,
      int memoryMib,
      Map<String, String> environment,
      Map<String, String> labels) {}

  /**
   * What was seen of a game server; the reason says why it does not run, for a person, and how it
   * ended, if it did and that is known.
   */
  record Observation(Presence presence, String reason, Exit exit) {
    /** Something without an end. */
    public Observation(Presence presence, String reason) {
      this(presence, reason, null);
    }
  }

  /** How a game server ended. */
  record Exit(int code, boolean outOfMemory) {}

  /** Whether a game server is there. */
  enum Presence {
    /** Nothing was ever started, or nothing is known of it. */
    ABSENT,
    /** It runs. */
    RUNNING,
    /** It ran and has ended, or is not to go on. */
    STOPPED
  }

  /** A game server could not be started. */
  final class StartFailed extends Exception {
    private final boolean elsewhere;

    /** The start failed for this reason, written for a person, and would fail everywhere. */
    public StartFailed(String reason, Throwable cause) {
      this(reason, false, cause);
    }

    private StartFailed(String reason, boolean elsewhere, Throwable cause) {
      super(reason, cause);
      this.elsewhere = elsewhere;
    }

    /** The start failed for a reason that is the server's: another one may do. */
    public static StartFailed here(String reason, Throwable cause) {
      return new StartFailed(reason, true, cause);
    }

    /** Whether it makes sense to try on another server. */
    public boolean isElsewherePossible() {
      return elsewhere;
    }
  }

  /** A pool server does not answer; what runs on it is unknown. */
  final class Unreachable extends RuntimeException {
    /** It does not answer, for this reason. */
    public Unreachable(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
