package omgservers.shared.openapi;

import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import omgservers.shared.rest.Api;
import omgservers.shared.rest.Entrypoints;
import omgservers.shared.rest.Problem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** The OpenAPI document of our own API and of the public protocol. */
public final class Contract {
  private static final String JSON = "application/json";
  private static final String ABOUT =
      "The administration API below /api/v1, and the calls of the public protocol below"
          + " /service/v1/entrypoint. JSON in snake case; ids are strings; moments are ISO-8601 in UTC;"
          + " nulls are written. Errors are problem documents (RFC 9457).";

  private final List<Call> calls;
  private final Schemas schemas;

  private Contract(List<Call> calls) {
    this.calls = calls;
    List<Type> requests = new ArrayList<>();
    List<Type> answers = new ArrayList<>(List.of(Problem.class));
    for (Call call : calls) {
      call.body()
          .filter(body -> call.streamed().isEmpty())
          .map(Call::content)
          .ifPresent(requests::add);
      call.inputs().forEach(input -> answers.add(input.type()));
      answers.addAll(good(call).values());
    }
    this.schemas = new Schemas(requests, answers);
  }

  /** The document, as maps and lists. */
  public static Map<String, Object> document() {
    return new Contract(Call.of(new Api(), new Entrypoints())).write();
  }

  /** The document as YAML. */
  public static String yaml() {
    return Yaml.of(document());
  }

  private Map<String, Object> write() {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (Call call : calls) {
      path(paths, call.path()).put(call.verb().toLowerCase(Locale.ROOT), operation(call));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.0.3");
    document.put("info", map("title", "OMGSERVERS EE", "version", "v1", "description", ABOUT));
    document.put("servers", List.of(Map.of("url", "/")));
    document.put(
        "tags",
        calls.stream()
            .map(Contract::tag)
            .distinct()
            .sorted()
            .map(tag -> Map.of("name", tag))
            .toList());
    document.put("paths", paths);
    document.put("components", components());
    return document;
  }

  @SuppressWarnings("unchecked") // Only maps are put there.
  private static Map<String, Object> path(Map<String, Object> paths, String path) {
    return (Map<String, Object>) paths.computeIfAbsent(path, it -> new LinkedHashMap<>());
  }

  /** Ours by context, those of the protocol by who calls them. */
  private static String tag(Call call) {
    return call.isOwn()
        ? call.door().getPackageName().split("\\.", -1)[1]
        : "protocol " + call.path().substring(Entrypoints.PATH.length()).split("/", -1)[1];
  }

  private Map<String, Object> operation(Call call) {
    Map<String, Object> operation = new LinkedHashMap<>();
    String comment = Comments.of(call.method());
    String summary = Comments.summary(comment);
    operation.put("tags", List.of(tag(call)));
    operation.put("operationId", call.id());
    operation.put("summary", summary);
    if (comment.length() > summary.length() + 1) {
      operation.put("description", comment);
    }
    List<Map<String, Object>> parameters =
        call.inputs().stream()
            .sorted(Comparator.comparing(Call.Input::in).reversed())
            .map(input -> Inputs.describe(input, schemas))
            .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    if (call.isOwn() && call.isWrite() && call.streamed().isEmpty()) {
      parameters.add(Map.of("$ref", "#/components/parameters/IdempotencyKey"));
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    call.body()
        .ifPresent(
            body ->
                operation.put(
                    "requestBody",
                    map(
                        "required", body.isAnnotationPresent(NotNull.class),
                        "content",
                            call.streamed()
                                .map(Contract::stream)
                                .orElseGet(() -> content(JSON, Call.content(body))))));
    if (!call.form().isEmpty()) {
      operation.put("requestBody", map("content", form(call.form())));
    }
    operation.put("responses", responses(call));
    operation.put("security", call.isOpen() ? List.of() : List.of(Map.of("bearer", List.of())));
    return operation;
  }

  private static Map<String, Object> form(List<String> names) {
    Map<String, Object> fields = new LinkedHashMap<>();
    names.forEach(name -> fields.put(name, Map.of("type", "string")));
    return map(
        MediaType.APPLICATION_FORM_URLENCODED,
        map("schema", map("type", "object", "properties", fields)));
  }

  private static Map<String, Object> stream(String mediaType) {
    return map(mediaType, map("schema", map("type", "string", "format", "binary")));
  }

  private Map<String, Object> responses(Call call) {
    Map<String, Object> responses = new TreeMap<>();
    good(call)
        .forEach(
            (status, type) -> {
              Map<String, Object> response = new LinkedHashMap<>();
              int code = Integer.parseInt(status);
              response.put("description", Response.Status.fromStatusCode(code).getReasonPhrase());
              Map<String, Object> headers = Inputs.headers(call, code, type);
              if (!headers.isEmpty()) {
                response.put("headers", headers);
              }
              if (type != void.class) {
                Map<String, Object> content = new LinkedHashMap<>();
                Inputs.mediaTypes(call).forEach(each -> content.putAll(content(each, type)));
                response.put("content", content);
              }
              responses.put(status, response);
            });
    for (String status : Inputs.errors(call)) {
      responses.put(status, Map.of("$ref", "#/components/responses/Problem"));
    }
    return responses;
  }

  /** What good answers have, by status: as annotated, else the type that the method returns. */
  private static Map<String, Type> good(Call call) {
    Map<String, Type> good = new TreeMap<>();
    APIResponseSchema one = call.method().getAnnotation(APIResponseSchema.class);
    if (one != null) {
      good.put(one.responseCode(), one.value());
    }
    for (APIResponse more : call.method().getAnnotationsByType(APIResponse.class)) {
      good.put(more.responseCode(), one(more));
    }
    Type returned = call.method().getGenericReturnType();
    if (good.isEmpty() && returned == Response.class) {
      throw new IllegalStateException(call.id() + " does not say what it answers");
    }
    if (good.isEmpty()) {
      good.put(returned == void.class ? "204" : "200", returned);
    }
    return good;
  }

  /** One type, none, or one of several. */
  private static Type one(APIResponse response) {
    if (response.content().length == 0) {
      return void.class;
    }
    Schema schema = response.content()[0].schema();
    return schema.oneOf().length == 0
        ? schema.implementation()
        : new Schemas.OneOf(List.of(schema.oneOf()));
  }

  private Map<String, Object> content(String mediaType, Type type) {
    return map(mediaType, map("schema", schemas.of(type)));
  }

  private Map<String, Object> components() {
    Map<String, Object> problem =
        map(
            "description",
            "Why the request was not done.",
            "content",
            content(Problem.MEDIA_TYPE, Problem.class));
    Map<String, Object> components = new LinkedHashMap<>();
    components.put("parameters", map("IdempotencyKey", Inputs.idempotencyKey()));
    components.put("responses", map("Problem", problem));
    components.put(
        "securitySchemes",
        map("bearer", map("type", "http", "scheme", "bearer", "bearerFormat", "JWT")));
    components.put("schemas", schemas.named());
    return components;
  }

  /** A map of names and values in this order. */
  static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
