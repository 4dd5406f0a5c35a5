package omgservers.launcher;

/** The installation cannot start; the message is one line that tells a person what to change. */
public final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A fault that the user can mend. */
  public Fault(String message) {
    super(message);
  }

  /** A fault with the exception that showed it. */
  public Fault(String message, Throwable cause) {
    super(message, cause);
  }
}
