package omgservers.shared.openapi;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes maps, lists, texts, numbers and flags as YAML, always in the same way. */
final class Yaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/_][A-Za-z0-9 _/.{}()-]*(?<! )");
  private static final Pattern RESERVED =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n|\\d.*");

  private final StringBuilder text = new StringBuilder();

  private Yaml() {}

  /** The document as YAML. */
  static String of(Map<String, Object> document) {
    Yaml yaml = new Yaml();
    yaml.map(document, "");
    return yaml.text.toString();
  }

  private void map(Map<?, ?> map, String indent) {
    map.forEach(
        (key, value) -> {
          text.append(indent).append(scalar(key)).append(':');
          value(value, indent + "  ");
        });
  }

  private void value(Object value, String indent) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      text.append('\n');
      map(map, indent);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      text.append('\n');
      list(list, indent.substring(2));
    } else {
      text.append(' ').append(scalar(value)).append('\n');
    }
  }

  /** The first line of an element stands behind its dash. */
  private void list(List<?> list, String indent) {
    for (Object element : list) {
      if (element instanceof Map<?, ?> map && !map.isEmpty()) {
        int begin = text.length();
        map(map, indent + "  ");
        text.setCharAt(begin + indent.length(), '-');
      } else {
        text.append(indent).append("- ").append(scalar(element)).append('\n');
      }
    }
  }

  private static String scalar(Object value) {
    if (value instanceof Map) {
      return "{}";
    }
    if (value instanceof List) {
      return "[]";
    }
    String plain = String.valueOf(value);
    if (!(value instanceof String)
        || (PLAIN.matcher(plain).matches() && !RESERVED.matcher(plain).matches())) {
      return plain;
    }
    return "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
