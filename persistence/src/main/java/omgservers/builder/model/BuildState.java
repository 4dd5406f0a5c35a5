package omgservers.builder.model;

import java.util.EnumSet;
import java.util.Set;

/** How far a build is. */
public enum BuildState {
  /** Its archive is not there yet. */
  AWAITING_SOURCE,
  /** It waits for its turn, or for room on a server. */
  QUEUED,
  /** It is fetched, built, pushed or made a version. */
  RUNNING,
  /** Its image was pushed and is a version. */
  SUCCEEDED,
  /** Its source, its Dockerfile or its image is not good. */
  FAILED,
  /** It took longer than a build may. */
  TIMED_OUT,
  /** Somebody did not want it any more. */
  CANCELLED,
  /** What was building it went away: it can be repeated. */
  INTERRUPTED;

  /** The states in which a build is not over. */
  public static final Set<BuildState> OPEN =
      Set.copyOf(EnumSet.of(AWAITING_SOURCE, QUEUED, RUNNING));

  /** Whether it is over. */
  public boolean isOver() {
    return !OPEN.contains(this);
  }
}
