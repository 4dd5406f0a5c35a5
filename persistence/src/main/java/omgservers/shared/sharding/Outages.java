package omgservers.shared.sharding;

import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.transaction.xa.XAException;
import omgservers.shared.problem.Refusal;

/**
 * The databases that cannot be reached now. Who needs one of them is told so at once instead of
 * waiting for it, so that work on the others goes on; one caller in a while tries whether it is
 * back.
 */
public final class Outages {
  /** So long nobody tries again. */
  public static final Duration PAUSE = Duration.ofSeconds(2);

  private static final System.Logger LOG = System.getLogger(Outages.class.getName());

  /** Errors of a connection, and of a server that goes or is not there yet: PostgreSQL, app. A. */
  private static final String CONNECTION = "08";

  /** What triggers on a shard say when rows of a slot are written that is closed there. */
  public static final String CLOSED_SLOT = "OM001";

  private static final Set<String> STOPPING = Set.of("57P01", "57P02", "57P03");

  private final Map<String, Long> since = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanos;

  /** No outage is known; the time is told in nanoseconds. */
  Outages(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Refuses when the database could not be reached just now, or is silent. Otherwise the caller
   * tries, alone for a while if it could not be reached before that.
   */
  void require(String database) {
    if (silent.contains(database)) {
      throw refusal(database);
    }
    Long last = since.get(database);
    if (last != null) {
      long now = nanos.getAsLong();
      if (now - last < PAUSE.toNanos() || !since.replace(database, last, now)) {
        throw refusal(database);
      }
    }
  }

  /** The database could not be reached; what the caller is told. */
  Refusal began(String database, Throwable fault) {
    if (since.put(database, nanos.getAsLong()) == null) {
      LOG.log(System.Logger.Level.WARNING, database + " cannot be reached", fault);
    }
    return refusal(database);
  }

  /**
   * Who keeps an eye on the database had no answer: nobody else tries, as they would only wait,
   * until it has {@link #answered}.
   */
  void fellSilent(String database, Throwable fault) {
    silent.add(database);
    began(database, fault);
  }

  /** Who keeps an eye on the database had an answer. */
  void answered(String database) {
    if (!since.isEmpty()) {
      silent.remove(database);
      ended(database);
    }
  }

  /** Whether the database could not be reached when it was last tried. */
  boolean isKnown(String database) {
    return since.containsKey(database);
  }

  /** The database was reached, perhaps just before it fell silent. */
  void ended(String database) {
    if (!since.isEmpty() && !silent.contains(database) && since.remove(database) != null) {
      LOG.log(System.Logger.Level.INFO, database + " can be reached again");
    }
  }

  /** What is told to who needs a database that cannot be reached. */
  static Refusal refusal(String database) {
    return Refusal.unavailable(
        PAUSE, "The database of " + database + " cannot be reached now. Try again soon.");
  }

  /**
   * What a caller is told when the fault is a connection that was lost on the way: whether the last
   * step was done is not known then. Empty for faults of another kind.
   */
  public static Optional<Refusal> in(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (isClosed(cause)) {
        return Optional.of(Routes.closed());
      }
      if (isBroken(cause) || isUnfinished(cause)) {
        return Optional.of(
            Refusal.unavailable(
                PAUSE,
                "The connection to a database was lost. It is not known whether this was done."));
      }
    }
    return Optional.empty();
  }

  /**
   * Whether the fault is that a database cannot be reached, and nothing of the caller's. What only
   * shows at the end of a transaction is left out: it may be a constraint that is broken each time.
   */
  public static boolean caused(Throwable fault) {
    if (fault instanceof Refusal refusal && refusal.kind() == Refusal.Kind.UNAVAILABLE) {
      return true;
    }
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (isBroken(cause) || isClosed(cause)) {
        return true;
      }
    }
    return false;
  }

  /** At the end of a transaction, servers say no more than that their resource failed. */
  private static boolean isUnfinished(Throwable cause) {
    return cause instanceof XAException || cause instanceof SystemException;
  }

  private static boolean isClosed(Throwable cause) {
    return cause instanceof SQLException fault && CLOSED_SLOT.equals(fault.getSQLState());
  }

  private static boolean isBroken(Throwable cause) {
    if (!(cause instanceof SQLException fault)) {
      return false;
    }
    String state = fault.getSQLState();
    return fault instanceof SQLTransientConnectionException
        || fault instanceof SQLNonTransientConnectionException
        || (state != null && (state.startsWith(CONNECTION) || STOPPING.contains(state)));
  }
}
