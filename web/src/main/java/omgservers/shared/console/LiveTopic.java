package omgservers.shared.console;

import java.util.function.Supplier;
import omgservers.tenancy.Caller;

/** Something that pages show as it changes. */
public interface LiveTopic {
  /** The name by which pages ask for it. */
  String name();

  /**
   * What the caller sees of it, with the parameters of the page; refused when they may not.
   *
   * @param asked the parameters of the address
   */
  Seen seen(Caller caller, Parameters asked);

  /** The parameters of an address; null for one that is not there. */
  @FunctionalInterface
  interface Parameters {
    /** The value of the parameter. */
    String get(String name);
  }

  /**
   * A view of a topic.
   *
   * @param key all views with the same key are the same: one of them is made for all who look
   * @param json makes it, as JSON
   */
  record Seen(String key, Supplier<String> json) {}
}
