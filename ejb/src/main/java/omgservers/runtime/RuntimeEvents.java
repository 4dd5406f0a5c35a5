package omgservers.runtime;

/** What happened to a runtime on this instance, after it was committed. */
public interface RuntimeEvents {
  /** The client does not play in the runtime any more. */
  record ClientGone(long runtime, long client) implements RuntimeEvents {}

  /** The runtime has ended. */
  record RuntimeGone(long runtime) implements RuntimeEvents {}
}
