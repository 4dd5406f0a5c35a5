package omgservers.pool.console;

import omgservers.pool.LogReading;

/** A log that somebody looks at, as far as they may: each reading decides that anew. */
public interface KeptLog {
  /** The id of what it belongs to. */
  long id();

  /** The lines from the number on, at most so many. */
  LogReading.Part from(long from, int limit, LogReading.Wish wish);

  /** The last lines, at most so many. */
  LogReading.Part tail(int limit, LogReading.Wish wish);
}
