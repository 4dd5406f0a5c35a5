package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The OpenAPI document as the server gives it: its calls, examples of bodies, and checks. */
record ServedContract(JsonNode document) {
  static ServedContract of(Calls calls) {
    return new ServedContract(calls.get("/api/v1/openapi", "Accept", "application/json").json());
  }

  /** A call as the contract describes it. */
  record Described(String verb, String path, JsonNode operation) {
    String name() {
      return verb + " " + path;
    }

    boolean takes(String header) {
      for (JsonNode parameter : operation.path("parameters")) {
        if (parameter.path("name").asText().equals(header)) {
          return true;
        }
      }
      return false;
    }
  }

  /** All calls by name. */
  Map<String, Described> calls() {
    Map<String, Described> calls = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb -> {
                          Described call =
                              new Described(
                                  verb.getKey().toUpperCase(Locale.ROOT),
                                  path.getKey(),
                                  verb.getValue());
                          calls.put(call.name(), call);
                        }));
    return calls;
  }

  /** The smallest body that the contract allows, with these values where names fit; or null. */
  String example(Described call, Map<String, String> values) {
    JsonNode schema = body(call);
    return schema.isMissingNode() ? null : value("", schema, values).toString();
  }

  /** The smallest value of the schema, or the one that there is for the name. */
  JsonNode value(String name, JsonNode given, Map<String, String> values) {
    if (values.containsKey(name)) {
      return Service.JSON.getNodeFactory().textNode(values.get(name));
    }
    JsonNode schema = resolve(given);
    var nodes = Service.JSON.getNodeFactory();
    if (schema.has("enum")) {
      return schema.path("enum").path(0);
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema, values);
      case "array" -> {
        ArrayNode array = nodes.arrayNode();
        if (schema.path("minItems").asInt() > 0) {
          array.add(value("", schema.path("items"), values));
        }
        yield array;
      }
      case "integer" -> nodes.numberNode(Math.max(1, schema.path("minimum").asInt()));
      case "boolean" -> nodes.booleanNode(false);
      case "string" ->
          nodes.textNode(
              schema.path("pattern").asText().contains("[0-9]{1,19}")
                  ? values.get("absent")
                  : "x".repeat(Math.max(1, schema.path("minLength").asInt())));
      default -> nodes.objectNode();
    };
  }

  private ObjectNode object(JsonNode schema, Map<String, String> values) {
    ObjectNode object = Service.JSON.createObjectNode();
    for (JsonNode required : schema.path("required")) {
      String name = required.asText();
      object.set(name, value(name, schema.path("properties").path(name), values));
    }
    return object;
  }

  /** The schema of the JSON body of the call; missing when it takes none. */
  JsonNode body(Described call) {
    return call.operation
        .path("requestBody")
        .path("content")
        .path("application/json")
        .path("schema");
  }

  JsonNode resolve(JsonNode schema) {
    JsonNode found = schema;
    if (found.has("allOf")) {
      found = found.path("allOf").path(0);
    }
    return found.has("$ref") ? document.at(found.path("$ref").asText().substring(1)) : found;
  }

  /** Where a reply is not as the contract says; empty when it is. */
  List<String> faults(Described call, Calls.Reply reply) {
    JsonNode responses = call.operation.path("responses");
    String status = Integer.toString(reply.status());
    if (reply.status() < 300 && !responses.has(status)) {
      return List.of("the status " + status + " is not in the contract");
    }
    JsonNode response = responses.has(status) ? responses.path(status) : responses.path("default");
    JsonNode content = resolve(response).path("content");
    if (content.isMissingNode()) {
      return reply.text().isEmpty() ? List.of() : List.of("a body that is not in the contract");
    }
    String type = reply.type().replaceAll(";.*", "");
    if (!content.has(type)) {
      return List.of("the media type " + type + " is not in the contract");
    }
    List<String> faults = new ArrayList<>();
    if (type.endsWith("json")) {
      check("body", content.path(type).path("schema"), reply.json(), faults);
    }
    return faults;
  }

  private void check(String where, JsonNode given, JsonNode value, List<String> faults) {
    if (given.has("oneOf")) {
      checkChoices(where, given.path("oneOf"), value, faults);
      return;
    }
    JsonNode schema = resolve(given);
    if (value.isNull()) {
      boolean any = !schema.has("type");
      if (!any && !given.path("nullable").asBoolean() && !schema.path("nullable").asBoolean()) {
        faults.add(where + " is null");
      }
      return;
    }
    boolean fits =
        switch (schema.path("type").asText()) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "integer" -> value.isIntegralNumber();
          case "boolean" -> value.isBoolean();
          case "string" -> value.isTextual();
          default -> true;
        };
    if (!fits) {
      faults.add(where + " is " + value);
      return;
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      faults.add(where + " is " + value);
    }
    if (schema.has("pattern") && !value.asText().matches(schema.path("pattern").asText())) {
      faults.add(where + " is " + value);
    }
    for (JsonNode element : schema.has("items") ? value : List.<JsonNode>of()) {
      check(where + "[]", schema.path("items"), element, faults);
    }
    if (schema.has("properties")) {
      checkFields(where, schema, value, faults);
    }
  }

  private void checkChoices(String where, JsonNode choices, JsonNode value, List<String> faults) {
    List<String> all = new ArrayList<>();
    for (JsonNode choice : choices) {
      List<String> own = new ArrayList<>();
      check(where, choice, value, own);
      if (own.isEmpty()) {
        return;
      }
      all.addAll(own);
    }
    faults.addAll(all);
  }

  private void checkFields(String where, JsonNode schema, JsonNode value, List<String> faults) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        faults.add(where + "." + required.asText() + " is missing");
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      if (known.isMissingNode()) {
        faults.add(where + "." + field.getKey() + " is not in the contract");
      } else {
        check(where + "." + field.getKey(), known, field.getValue(), faults);
      }
    }
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode element : list) {
      if (element.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
