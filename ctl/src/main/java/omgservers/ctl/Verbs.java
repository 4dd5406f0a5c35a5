package omgservers.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import omgservers.ctl.Api.Answer;

/** The commands that most nouns have: list, show, delete. */
final class Verbs {
  private static final String LIMIT = "--limit";
  private static final String ALL = "--all";
  private static final String SORT = "--sort";
  private static final String CURSOR = "--cursor";
  private static final int LIMIT_DEFAULT = 50;
  private static final int PAGE_MAX = 200;

  private Verbs() {}

  /** Lists what is at this path; filters are added to it. */
  static Verb list(String path, View view, String... description) {
    return list("list", path, view, description);
  }

  /** The same under another name. */
  static Verb list(String name, String path, View view, String[] description) {
    return Verb.named(name, description)
        .at(path)
        .option(Options.number(LIMIT, "N", "at most so many (default: " + LIMIT_DEFAULT + ")"))
        .option(Options.flag(ALL, "all there are"))
        .option(
            Options.choice(
                SORT, "oldest or newest first (default: -created)", List.of("created", "-created")))
        .option(Options.text(CURSOR, "CURSOR", "go on after an earlier list: its \"next\""))
        .does(call -> call.output().list(view, page(call, call.path())));
  }

  /** Lists what is at this path where there is never much of it, and the server has no pages. */
  static Verb whole(String path, View view, String... description) {
    return Verb.named("list", description)
        .at(path)
        .does(
            call ->
                call.output()
                    .list(view, follow(call.session(), call.path(), call.query(), Span.WHOLE)));
  }

  /** Shows what is at this path. */
  static Verb show(String path, String... description) {
    return Verb.named("show", description)
        .at(path)
        .does(call -> call.output().one(call.session().read(call.path()), "id"));
  }

  /** Deletes what is at this path, at once or step by step, after confirmation. */
  static Verb delete(String path, String... description) {
    return removal("delete", path, description);
  }

  /** The same under another name. */
  static Verb removal(String name, String path, String... description) {
    return Verb.named(name, description)
        .at(path)
        .option(Options.yes())
        .option(Options.dryRun())
        .does(call -> remove(call, call.path()));
  }

  /** Deletes, and waits when that is wished until the thing is gone or over. */
  static Verb patientDelete(String path, String forWhat, String... description) {
    return patientRemoval("delete", path, forWhat, description);
  }

  /** The same under another name. */
  static Verb patientRemoval(String name, String path, String forWhat, String... description) {
    return removal(name, path, description)
        .option(Options.waiting(forWhat))
        .does(
            call -> {
              ObjectNode result = remove(call, call.path());
              if (!result.path("deleted").asBoolean()) {
                Waiting.untilGone(call, call.path());
              }
            });
  }

  /** Deletes what is at a path, prints what the server says, and returns it. */
  static ObjectNode remove(Call call, String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return remove(call, path, URLDecoder.decode(last, StandardCharsets.UTF_8));
  }

  /** The same for a thing that the person knows by this name. */
  static ObjectNode remove(Call call, String path, String name) {
    Session session = call.session();
    call.confirm(name);
    Answer answer = session.write("DELETE", path, null, null);
    ObjectNode result =
        answer.body() instanceof ObjectNode view && !view.isEmpty()
            ? view
            : Api.JSON.createObjectNode().put("id", name).put("deleted", true);
    call.output().one(result, "id");
    return result;
  }

  /** The things at a path, from page to page, until there are as many as were asked for. */
  static ObjectNode page(Call call, String path) {
    Integer limit = call.number(LIMIT);
    boolean all = call.flag(ALL);
    if (limit != null && (all || limit < 1)) {
      throw new Trouble(Trouble.USAGE, "--limit: a number from 1, or --all, is needed.");
    }
    int wanted = all ? Integer.MAX_VALUE : limit == null ? LIMIT_DEFAULT : limit;
    String sort = call.text(SORT);
    String query = add(call.query(), "sort", sort);
    boolean sized = wanted != LIMIT_DEFAULT;
    return follow(call.session(), path, query, new Span(wanted, call.text(CURSOR), sized));
  }

  /** How much of a list is read, from where, and whether the server is told how much. */
  record Span(int wanted, String cursor, boolean sized) {
    static final Span WHOLE = new Span(Integer.MAX_VALUE, null, false);
  }

  static ObjectNode follow(Session session, String path, String query, Span span) {
    ObjectNode result = Api.JSON.createObjectNode();
    ArrayNode items = result.putArray("items");
    String cursor = span.cursor();
    do {
      int rest = Math.min(PAGE_MAX, span.wanted() - items.size());
      String limited = span.sized() ? add(query, "limit", Integer.toString(rest)) : query;
      ObjectNode page = session.read(path + add(limited, "cursor", cursor));
      page.path("items").forEach(items::add);
      cursor = page.path("next").isTextual() ? page.path("next").asText() : null;
    } while (cursor != null && items.size() < span.wanted());
    result.put("next", cursor);
    return result;
  }

  private static String add(String query, String name, String value) {
    return value == null
        ? query
        : query + (query.isEmpty() ? "?" : "&") + name + "=" + Call.encode(value);
  }

  /** Sends a request with this body, and prints the view that it answers with. */
  static void write(Call call, String method, String path, JsonNode body) {
    print(call, call.session().write(method, path, body, null));
  }

  /** Changes a thing in the version that was read just before. */
  static void change(Call call, String path, JsonNode body) {
    String version = call.session().get(path).etag().orElse("*");
    print(call, call.session().write("PATCH", path, body, version));
  }

  private static void print(Call call, Answer answer) {
    if (answer.body() instanceof ObjectNode view && !view.isEmpty()) {
      call.output().one(view, "id");
    } else {
      call.output().one(Api.JSON.createObjectNode().put("done", true), "id");
    }
  }

  static boolean any(JsonNode things, Predicate<JsonNode> property) {
    for (JsonNode each : things) {
      if (property.test(each)) {
        return true;
      }
    }
    return false;
  }
}
