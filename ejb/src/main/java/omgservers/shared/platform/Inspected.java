package omgservers.shared.platform;

import java.util.List;

/** Whoever can say how parts of the installation are: databases, pool servers, the registry. */
public interface Inspected {
  /**
   * How a part is.
   *
   * @param kind what it is, like shard
   * @param name which of its kind
   * @param up whether it does what it is there for
   * @param needed whether this instance is of no use without it
   * @param detail what is wrong, for operators; null when nothing is
   */
  record Part(String kind, String name, boolean up, boolean needed, String detail) {}

  /** How these parts are now; never called within a transaction. */
  List<Part> inspect();
}
