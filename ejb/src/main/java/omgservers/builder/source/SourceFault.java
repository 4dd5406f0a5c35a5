package omgservers.builder.source;

/** A source that cannot be had or built; the message is for whoever wants it built. */
public final class SourceFault extends Exception {
  /** A fault for this reason. */
  public SourceFault(String reason) {
    super(reason);
  }

  /** A fault for this reason. */
  public SourceFault(String reason, Throwable cause) {
    super(reason, cause);
  }
}
