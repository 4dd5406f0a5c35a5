package omgservers.pool.docker;

/** An image could not be built or pushed; the message is for whoever wanted it. */
public final class BuildFault extends Exception {
  private final Kind kind;

  /** Whose fault it is. */
  public enum Kind {
    /** The engine or the registry does not take what it was given. */
    REFUSED,
    /** The engine went away. */
    GONE,
    /** It was cancelled. */
    CANCELLED
  }

  /** A fault of the kind, for this reason. */
  public BuildFault(Kind kind, String reason, Throwable cause) {
    super(reason, cause);
    this.kind = kind;
  }

  /** Whose fault it is. */
  public Kind kind() {
    return kind;
  }
}
