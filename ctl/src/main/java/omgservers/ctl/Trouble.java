package omgservers.ctl;

/** A command cannot go on; the message is for the person who typed it. */
final class Trouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The server refused the request. */
  static final int REFUSED = 1;

  /** A file, an argument or an option is wrong. */
  static final int USAGE = 2;

  /** The server does not answer. */
  static final int UNREACHABLE = 3;

  /** Nobody is logged in, or the login has ended. */
  static final int LOGIN = 4;

  /** What is named does not exist, or may not be seen. */
  static final int NOT_FOUND = 5;

  /** The state of things does not allow it, or they were changed meanwhile. */
  static final int CONFLICT = 6;

  /** What was waited for did not happen in time. */
  static final int WAITED = 7;

  private final int exitCode;

  Trouble(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  Trouble(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
