package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The bounds that the contract gives to the fields of a body, at any depth. */
record BodyBounds(ServedContract contract, Map<String, String> values) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEPTH_MAX = 6;
  private static final int PATTERN_MAX = 2_000;

  /** One bound: the way to the field, the value at it, and one past it. */
  record Bound(List<Step> way, JsonNode at, JsonNode past) {
    String field() {
      return way.get(way.size() - 1).name;
    }

    @Override
    public String toString() {
      return way.stream().map(Step::name).toList() + " past " + brief(at) + " is " + brief(past);
    }

    private static String brief(JsonNode value) {
      return value.isNumber()
          ? value.toString()
          : value.isTextual()
              ? value.asText().length() + " characters"
              : value.size() + " elements";
    }
  }

  /** A member of an object, or the first element of a list that has no name of its own. */
  record Step(String name, boolean element, JsonNode schema) {}

  List<Bound> of(JsonNode schema) {
    List<Bound> found = new ArrayList<>();
    collect(List.of(), schema, found);
    return found;
  }

  private void collect(List<Step> way, JsonNode given, List<Bound> found) {
    JsonNode schema = contract.resolve(given);
    if (way.size() > DEPTH_MAX) {
      return;
    }
    switch (schema.path("type").asText()) {
      case "object" ->
          schema
              .path("properties")
              .properties()
              .forEach(
                  member ->
                      collect(
                          with(way, new Step(member.getKey(), false, member.getValue())),
                          member.getValue(),
                          found));
      case "array" -> {
        count(way, schema, found);
        Step element = new Step(way.get(way.size() - 1).name, true, schema.path("items"));
        collect(with(way, element), schema.path("items"), found);
      }
      case "integer" -> number(way, schema, found);
      case "string" -> text(way, schema, found);
      default -> {
        // Anything else has no bounds.
      }
    }
  }

  private static List<Step> with(List<Step> way, Step last) {
    List<Step> longer = new ArrayList<>(way);
    longer.add(last);
    return longer;
  }

  private static void number(List<Step> way, JsonNode schema, List<Bound> found) {
    if (schema.has("minimum")) {
      long least = schema.path("minimum").asLong();
      found.add(new Bound(way, NODES.numberNode(least), NODES.numberNode(least - 1)));
    }
    if (schema.has("maximum")) {
      long most = schema.path("maximum").asLong();
      found.add(new Bound(way, NODES.numberNode(most), NODES.numberNode(most + 1)));
    }
  }

  private static void text(List<Step> way, JsonNode schema, List<Bound> found) {
    if (schema.path("minLength").asInt() > 0) {
      int least = schema.path("minLength").asInt();
      found.add(new Bound(way, letters(least), letters(least - 1)));
    }
    if (schema.has("maxLength")) {
      int most = schema.path("maxLength").asInt();
      found.add(new Bound(way, letters(most), letters(most + 1)));
    }
    if (schema.has("pattern")) {
      Pattern pattern = Pattern.compile(schema.path("pattern").asText());
      int most = 0;
      for (int length = 1; length <= PATTERN_MAX; length++) {
        most = pattern.matcher("x".repeat(length)).matches() ? length : most;
      }
      if (most > 0 && most < PATTERN_MAX) {
        found.add(new Bound(way, letters(most), letters(most + 1)));
      }
    }
  }

  private static JsonNode letters(int count) {
    return NODES.textNode("x".repeat(count));
  }

  private void count(List<Step> way, JsonNode schema, List<Bound> found) {
    if (schema.path("minItems").asInt() > 0) {
      int least = schema.path("minItems").asInt();
      found.add(new Bound(way, list(schema, least), list(schema, least - 1)));
    }
    if (schema.has("maxItems")) {
      int most = schema.path("maxItems").asInt();
      found.add(new Bound(way, list(schema, most), list(schema, most + 1)));
    }
  }

  private JsonNode list(JsonNode schema, int count) {
    ArrayNode list = NODES.arrayNode();
    for (int i = 0; i < count; i++) {
      list.add(smallest(schema.path("items")));
    }
    return list;
  }

  /** Names mean what they do in the body itself only: a lobby in there is no id of a lobby. */
  private JsonNode smallest(JsonNode schema) {
    return contract.value("", schema, Map.of("absent", values.getOrDefault("absent", "1")));
  }

  /** The body with the value at the end of the way; what is not there is made. */
  String with(String body, List<Step> way, JsonNode value) {
    try {
      ObjectNode root = (ObjectNode) Service.JSON.readTree(body == null ? "{}" : body);
      JsonNode here = root;
      for (int i = 0; i < way.size(); i++) {
        Step step = way.get(i);
        boolean last = i == way.size() - 1;
        JsonNode next = step.element ? here.path(0) : here.path(step.name);
        if (last || next.isMissingNode() || next.isNull()) {
          next = last ? value : smallest(step.schema);
          put(here, step, next);
        }
        here = next;
      }
      return root.toString();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void put(JsonNode into, Step step, JsonNode value) {
    if (!step.element) {
      ((ObjectNode) into).set(step.name, value);
    } else if (into.isEmpty()) {
      ((ArrayNode) into).add(value);
    } else {
      ((ArrayNode) into).set(0, value);
    }
  }
}
