package omgservers.shared.openapi;

import static omgservers.shared.openapi.Contract.map;

import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omgservers.shared.paging.Slice;

/** What calls take and give beside bodies: parameters, headers, and the statuses of errors. */
final class Inputs {
  private static final Map<String, Object> TEXT = Map.of("type", "string");

  /** What parameters mean; the same name means the same everywhere. */
  private static final Map<String, String> MEANINGS =
      Map.ofEntries(
          Map.entry("tenant", "The tenant, by id or alias."),
          Map.entry("project", "The project, by id or alias."),
          Map.entry("stage", "The stage, by id or alias."),
          Map.entry("account", "The account, by id or alias."),
          Map.entry("alias", "An alias: 1 to 64 letters, digits, dots, dashes and underscores."),
          Map.entry("key", "The API key, by id."),
          Map.entry("version", "The version, by id."),
          Map.entry("build", "The build, by id."),
          Map.entry("deployment", "The deployment, by id."),
          Map.entry("lobby", "The lobby, by id."),
          Map.entry("match", "The match, by id."),
          Map.entry("ticket", "The ticket, by id."),
          Map.entry("runtime", "The runtime, by id."),
          Map.entry("client", "The client, by id."),
          Map.entry("user", "The user, by id."),
          Map.entry("server", "The pool server, by name."),
          Map.entry("move", "The move of slots, by id."),
          Map.entry("instance", "The instance, by its number."),
          Map.entry("mode", "The mode of the version, by name."),
          Map.entry("qualifier", "The kind of image or runtime."),
          Map.entry("role", "Only those of this role."),
          Map.entry("state", "Only those in this state."),
          Map.entry("shard", "Only those on this shard, counted from 0."),
          Map.entry("actor", "Only changes by this account, given by id or alias."),
          Map.entry("operation", "Only changes of this kind, like project.create."),
          Map.entry("entity", "Only changes to the thing with this id."),
          Map.entry("from", "Only what was at this moment or later; of a log, from this line on."),
          Map.entry("to", "Only what was before this moment."),
          Map.entry("exit_reason", "Only those whose end was told with this text."),
          Map.entry("tail", "So many of the last lines."),
          Map.entry("stream", "Only lines of this stream."),
          Map.entry("contains", "Only lines with this text."),
          Map.entry("text", "Only those whose image, mode, server or reason has this text."),
          Map.entry("follow", "The log as it grows, as server-sent events."),
          Map.entry("now", "End what runs at once instead of letting it drain."),
          Map.entry("service", "The registry that asks; there is one."),
          Map.entry("scope", "What is wanted: repository:tenant/project:pull,push."),
          Map.entry("client_id", "The program that asks."),
          Map.entry("offline_token", "Whether to give a token with which the login goes on."),
          Map.entry("Authorization", "User and password: Basic authentication."),
          Map.entry("X-Registry-Secret", "The secret of the installation's registry."),
          Map.entry("digest", "The content of an image, like sha256:…"),
          Map.entry("limit", "How many at most."),
          Map.entry("cursor", "Where to go on: the next of the answer before."),
          Map.entry("sort", "By time of creation, newest first with a minus."),
          Map.entry(HttpHeaders.IF_MATCH, "The ETag that was read, or *; without it 428."));

  private static final Map<String, Map<String, Object>> SHAPES =
      Map.of(
          "limit",
          map(
              "type",
              "integer",
              "minimum",
              1,
              "maximum",
              Slice.LIMIT_MAX,
              "default",
              Slice.LIMIT_DEFAULT),
          "scope",
          map("type", "array", "items", TEXT),
          "sort",
          map("type", "string", "enum", List.of("created", "-created"), "default", "-created"));

  private Inputs() {}

  static Map<String, Object> describe(Call.Input input, Schemas schemas) {
    String meaning = MEANINGS.get(input.name());
    if (meaning == null) {
      throw new IllegalStateException("nobody says what the parameter " + input.name() + " means");
    }
    Map<String, Object> shape =
        new LinkedHashMap<>(
            SHAPES.containsKey(input.name()) ? SHAPES.get(input.name()) : schemas.of(input.type()));
    if (input.fallback() != null) {
      boolean flag = input.type() == boolean.class || input.type() == Boolean.class;
      shape.put("default", flag ? Boolean.valueOf(input.fallback()) : input.fallback());
    }
    return map(
        "name", input.name(),
        "in", input.in(),
        "required", input.in().equals("path"),
        "description", meaning,
        "schema", shape);
  }

  static Map<String, Object> idempotencyKey() {
    return map(
        "name", "Idempotency-Key",
        "in", "header",
        "required", false,
        "description",
            "The same request under the same key is done once, and answered alike for 24 hours.",
        "schema", map("type", "string", "pattern", "^[A-Za-z0-9._-]{1,64}$"));
  }

  /** Headers of a good answer: where the new thing is, and which version of it this is. */
  static Map<String, Object> headers(Call call, int status, Type type) {
    Map<String, Object> headers = new LinkedHashMap<>();
    if (!call.isOwn()) {
      return headers;
    }
    if (status == Response.Status.CREATED.getStatusCode() && call.verb().equals("POST")) {
      headers.put("Location", map("description", "Where the new thing is.", "schema", TEXT));
    }
    boolean present = status != Response.Status.ACCEPTED.getStatusCode();
    if (present && type instanceof Class<?> view && view.isRecord() && isVersioned(view)) {
      headers.put("ETag", map("description", "The version, for If-Match.", "schema", TEXT));
    }
    return headers;
  }

  private static boolean isVersioned(Class<?> view) {
    return Arrays.stream(view.getRecordComponents())
        .filter(part -> part.getType() == int.class)
        .map(RecordComponent::getName)
        .anyMatch("version"::equals);
  }

  static List<String> errors(Call call) {
    List<String> errors = new ArrayList<>(List.of("400", "default"));
    if (!call.isOpen()) {
      errors.addAll(List.of("401", "403"));
    }
    if (call.path().contains("{") || !call.isOwn()) {
      errors.add("404");
    }
    if (call.isWrite()) {
      errors.add("409");
    }
    if (call.isOwn() && call.body().isPresent()) {
      errors.add("415");
    }
    if (call.inputs().stream().anyMatch(input -> input.name().equals(HttpHeaders.IF_MATCH))) {
      errors.addAll(List.of("412", "428"));
    }
    return errors;
  }

  static List<String> mediaTypes(Call call) {
    Produces own = call.method().getAnnotation(Produces.class);
    return List.of((own == null ? call.door().getAnnotation(Produces.class) : own).value());
  }
}
