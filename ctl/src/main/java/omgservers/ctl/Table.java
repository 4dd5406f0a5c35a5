package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Results as text for people: aligned, one thing per line. */
final class Table {
  private static final String GAP = "  ";
  private static final String NOTHING = "-";
  private static final int NAME_MIN = 14;

  /** What belongs to games is shown as it is, not taken apart. */
  private static final Set<String> FREE_FORM =
      Set.of("config", "profile", "user_data", "before", "after");

  private Table() {}

  /** A header and a line for each thing; lines that are too long end with a mark. */
  static List<String> lines(View view, Iterable<JsonNode> things, int width) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(view.fields().stream().map(Table::header).toList());
    for (JsonNode thing : things) {
      rows.add(view.fields().stream().map(each -> cell(at(thing, each))).toList());
    }
    return aligned(rows).stream().map(line -> cut(line, width)).toList();
  }

  private static String header(String field) {
    return field.substring(field.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT);
  }

  private static JsonNode at(JsonNode thing, String field) {
    return thing.at("/" + field.replace('.', '/'));
  }

  /** A name and a value per line; members of members are told with dots. */
  static List<String> members(ObjectNode thing) {
    List<List<String>> rows = new ArrayList<>();
    collect("", thing, rows);
    int wide = NAME_MIN;
    for (List<String> row : rows) {
      wide = row.size() > 1 ? Math.max(wide, row.get(0).length()) : wide;
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      lines.add(row.size() > 1 ? pad(row.get(0), wide) + " " + row.get(1) : row.get(0));
    }
    return lines;
  }

  private static void collect(String prefix, ObjectNode thing, List<List<String>> rows) {
    for (Map.Entry<String, JsonNode> member : thing.properties()) {
      String name = prefix + member.getKey();
      JsonNode value = member.getValue();
      if (value instanceof ObjectNode inner && !FREE_FORM.contains(member.getKey())) {
        collect(name + ".", inner, rows);
      } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
        rows.add(List.of(name, Integer.toString(value.size())));
        for (String line : lines(fieldsOf(value), value, Integer.MAX_VALUE)) {
          rows.add(List.of(GAP + line));
        }
      } else {
        rows.add(List.of(Output.plain(name), cell(value)));
      }
    }
  }

  private static View fieldsOf(JsonNode things) {
    Set<String> fields = new LinkedHashSet<>();
    things.forEach(thing -> thing.fieldNames().forEachRemaining(fields::add));
    return new View(List.copyOf(fields));
  }

  private static String cell(JsonNode value) {
    if (value.isMissingNode() || value.isNull() || (value.isContainerNode() && value.isEmpty())) {
      return NOTHING;
    }
    if (value.isArray()) {
      return String.join(
          ", ", StreamSupport.stream(value.spliterator(), false).map(Table::cell).toList());
    }
    String text = value.isValueNode() ? value.asText() : value.toString();
    return text.isEmpty() ? NOTHING : Output.plain(text.replace('\n', ' '));
  }

  private static List<String> aligned(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(i == 0 ? "" : GAP).append(pad(row.get(i), widths[i]));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }
}
