package omgservers.pool.model;

/** Where a line of a game server's output came from. */
public enum LogStream {
  /** The game server wrote it to its standard output. */
  STDOUT(1),
  /** The game server wrote it to its standard error output. */
  STDERR(2),
  /** We say it about the output, such as that a part of it was not read. */
  PLATFORM(3);

  private final int code;

  LogStream(int code) {
    this.code = code;
  }

  /** How it is written in packed logs: 1 to 127, never changed. */
  public int code() {
    return code;
  }

  /** The stream with the code. */
  public static LogStream of(int code) {
    return switch (code) {
      case 1 -> STDOUT;
      case 2 -> STDERR;
      case 3 -> PLATFORM;
      default -> throw new IllegalArgumentException("stream " + code);
    };
  }
}
