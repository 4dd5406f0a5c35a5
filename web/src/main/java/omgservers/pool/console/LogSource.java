package omgservers.pool.console;

import omgservers.shared.console.LiveTopic;
import omgservers.tenancy.Caller;

/** Something that has logs. */
public interface LogSource {
  /** The name by which pages ask for its logs. */
  String name();

  /** The log that the parameters of the page name; refused when the caller may not see it. */
  KeptLog find(Caller caller, LiveTopic.Parameters asked);
}
