package omgservers.pool.docker;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** The labels by which containers are found again. */
final class Labels {
  /** What all labels of the protocol begin with. */
  static final String PREFIX = "com.omgservers.";

  static final String INSTALLATION = PREFIX + "installation";
  static final String RUNTIME = PREFIX + "runtime";

  private Labels() {}

  /** Those of the protocol, and whose container it is. */
  static Map<String, String> of(String installation, long runtime, Map<String, String> named) {
    Map<String, String> labels = new HashMap<>();
    named.forEach((name, value) -> labels.put(PREFIX + name, value));
    labels.put(INSTALLATION, installation);
    labels.put(RUNTIME, Long.toString(runtime));
    return labels;
  }

  /** The runtime of a container with these labels, if it is one of ours. */
  static OptionalLong runtime(Map<String, String> labels) {
    String text = labels == null ? null : labels.get(RUNTIME);
    boolean number = text != null && text.matches("[0-9]{1,18}");
    return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }
}
