package omgservers.pool.rest;

import omgservers.pool.model.LogLine;

/** Whom the lines of a followed log are sent to, one call after the other. */
public interface LogReceiver {
  /** Another line. */
  void line(LogLine line);

  /** So many lines at the beginning are not kept any more. */
  void missing(long lines);

  /** Nothing will come any more. */
  void end();

  /** Nothing came for a while. */
  void stillThere();

  /** Whether nobody receives any more. */
  boolean isClosed();

  /** Nothing is sent any more. */
  void close();
}
