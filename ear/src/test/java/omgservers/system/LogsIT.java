package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omgservers.system.ShellGame.Deployed;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What game servers write can be read, followed and searched, whatever they write. */
class LogsIT {
  private static final int LOG_BYTES_MAX = 4 << 20;
  private static final String TICKS =
      "i=0; while [ $i -lt 30 ]; do echo \"tick $i\"; i=$((i+1)); sleep 0.2; done; exit 0\n";

  private static ShellGame game;
  private static Administration support;

  @BeforeAll
  static void prepare() {
    game = new ShellGame();
    support = game.support();
  }

  private static String log(Deployed deployed, String runtime) {
    return deployed.stage() + "/runtimes/" + runtime + "/log";
  }

  /** All lines of the log, page by page. */
  private static List<JsonNode> lines(String log, String query) {
    List<JsonNode> lines = new ArrayList<>();
    String cursor = "0";
    while (cursor != null) {
      Administration.Reply page = support.get(log + "?limit=1000&cursor=" + cursor + query).is(200);
      page.body().path("items").forEach(lines::add);
      JsonNode next = page.body().path("next");
      cursor = next.isNull() ? null : next.asText();
    }
    return lines;
  }

  private static List<String> texts(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("text").asText()).toList();
  }

  @Test
  void keepsAllLinesOfAGameServerThatEndedAndTellsWhy() {
    Deployed deployed =
        game.deploy(
            "ending",
            """
            i=0; while [ $i -lt 500 ]; do echo "line $i"; i=$((i+1)); done
            echo "oops" >&2
            printf 'no newline'
            exit 3
            """);
    String runtime = game.runtime(deployed);
    JsonNode ended = game.ended(deployed, runtime);
    game.end(deployed);
    assertThat(ended.path("exit_reason").asText()).contains("code 3").contains("no newline");
    assertThat(ended.path("lines").asInt()).isEqualTo(502);
    assertThat(ended.path("lost_bytes").asInt()).isZero();
    assertThat(ended.path("qualifier").asText()).isEqualTo("LOBBY");
    String log = log(deployed, runtime);
    List<String> out = texts(lines(log, "&stream=STDOUT"));
    assertThat(out).hasSize(501).endsWith("no newline");
    assertThat(out.subList(0, 500))
        .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "line " + i).toList());
    assertThat(texts(lines(log, "&stream=STDERR"))).containsExactly("oops");
    assertThat(texts(lines(log, "&contains=LINE%2049"))).hasSize(11).contains("line 499");
    Administration.Reply page = support.get(log + "?limit=100&from=50&stream=STDOUT").is(200);
    assertThat(page.values("text")).hasSize(100);
    assertThat(page.body().path("ended").asBoolean()).isTrue();
    assertThat(support.get(log + "?tail=2&stream=STDOUT").is(200).values("text"))
        .containsExactly("line 499", "no newline");
    searches(deployed, runtime);
  }

  private static void searches(Deployed deployed, String runtime) {
    String logs = deployed.stage() + "/logs";
    String found = "&runtime=" + runtime + "&deployment=" + deployed.deployment();
    assertThat(
            support
                .get(logs + "?exit_reason=code%203&version=" + deployed.version() + found)
                .is(200)
                .values("runtime_id"))
        .containsExactly(runtime);
    assertThat(support.get(logs + "?exit_reason=code%204" + found).is(200).values("runtime_id"))
        .isEmpty();
    assertThat(support.get(logs + "?qualifier=MATCH" + found).is(200).values("runtime_id"))
        .isEmpty();
    assertThat(support.get(logs + "?to=2020-01-01T00:00:00Z" + found).is(200).values("runtime_id"))
        .isEmpty();
    support
        .get(logs + "?from=yesterday")
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("from");
    support.assertBounded(logs);
  }

  @Test
  void refusesWhatIsNotThereOrCannotBeMeant() {
    Deployed deployed = game.deploy("refusing", "echo here\nexit 0\n");
    String log = log(deployed, game.runtime(deployed));
    game.end(deployed);
    for (String query :
        List.of("limit=0", "limit=1001", "from=-1", "cursor=x", "tail=1001", "stream=STDIN")) {
      support
          .get(log + "?" + query)
          .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
          .naming(query.substring(0, query.indexOf('=')));
    }
    support
        .get(log + "?contains=" + "x".repeat(201))
        .refuses(400, "VALIDATION_CONSTRAINT_VIOLATED")
        .naming("contains");
    support.get(log + "?colour=1").refuses(400, "VALIDATION_CONSTRAINT_VIOLATED").naming("colour");
    support.get(log(deployed, "77")).refuses(404, "OBJECT_NOT_FOUND");
    support.get(log(deployed, "77") + "?follow=true").refuses(404, "OBJECT_NOT_FOUND");
    Administration stranger = Administration.stranger();
    stranger.get(log).refuses(404, "OBJECT_NOT_FOUND");
    stranger.get(log + "?follow=true").refuses(404, "OBJECT_NOT_FOUND");
    stranger.get(deployed.stage() + "/logs").refuses(404, "OBJECT_NOT_FOUND");
  }

  @Test
  void bearsGarbageAndLongLines() {
    Deployed deployed =
        game.deploy(
            "garbage",
            """
            head -c 300000 /dev/urandom
            echo
            head -c 100000 /dev/zero | tr '\\0' 'x'
            echo
            echo "all written"
            exit 0
            """);
    String runtime = game.runtime(deployed);
    JsonNode ended = game.ended(deployed, runtime);
    game.end(deployed);
    assertThat(ended.path("last_line").asText()).isEqualTo("all written");
    List<JsonNode> lines = lines(log(deployed, runtime), "");
    List<String> texts = texts(lines);
    assertThat(texts.get(texts.size() - 1)).isEqualTo("all written");
    List<JsonNode> longs =
        lines.stream().filter(line -> line.path("text").asText().matches("x{500,}")).toList();
    assertThat(longs.stream().mapToInt(line -> line.path("text").asText().length()).sum())
        .isEqualTo(100_000);
    assertThat(longs.get(0).path("cut").asBoolean()).isTrue();
    assertThat(longs.get(longs.size() - 1).path("cut").asBoolean()).isFalse();
  }

  @Test
  void boundsWhatAFloodTakes() throws IOException {
    Deployed deployed =
        game.deploy(
            "flood",
            """
            yes 'the same line again and again and again and again' | head -c 104857600
            echo "after the flood"
            sleep 600
            """);
    String runtime = game.runtime(deployed);
    JsonNode log =
        Await.until(
                () -> support.get(deployed.stage() + "/logs?runtime=" + runtime).is(200),
                reply -> reply.body().at("/items/0/last_line").asText().equals("after the flood"))
            .body()
            .at("/items/0");
    assertThat(log.path("size").asInt()).isLessThanOrEqualTo(LOG_BYTES_MAX);
    Administration.Reply tail = support.get(log(deployed, runtime) + "?tail=1").is(200);
    assertThat(tail.values("text")).containsExactly("after the flood");
    assertThat(texts(lines(log(deployed, runtime), "&stream=PLATFORM")))
        .anyMatch(line -> line.endsWith("bytes of STDOUT were not read."));
    assertThat(filesOf(runtime)).isLessThan(8L << 20);
    game.end(deployed);
  }

  private static long filesOf(String runtime) throws IOException {
    Path data = TestPlatform.get().installation().data();
    long size = 0;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(each -> each.toString().contains(runtime)).toList()) {
        size += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    }
    return size;
  }

  /** The lines of a stream of events, until it ends. */
  private static List<String> follow(String log, String query, String lastEvent)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(support.url().resolve("/api/v1/" + log + "?follow=true" + query))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + support.token());
    if (lastEvent != null) {
      request.header("Last-Event-ID", lastEvent);
    }
    HttpResponse<Stream<String>> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    try (Stream<String> lines = response.body()) {
      return lines.toList();
    }
  }

  private static List<String> values(List<String> events, String field) {
    return events.stream()
        .filter(line -> line.startsWith(field + ": ") || line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .toList();
  }

  @Test
  void sendsLinesAsTheyComeUntilTheEnd() throws IOException, InterruptedException {
    Deployed deployed = game.deploy("ticking", TICKS);
    String log = log(deployed, game.runtime(deployed));
    List<String> events = follow(log, "", null);
    game.end(deployed);
    assertThat(values(events, "id"))
        .isEqualTo(IntStream.range(0, 30).mapToObj(Integer::toString).toList());
    assertThat(values(events, "data").get(7)).contains("\"text\":\"tick 7\"");
    assertThat(values(events, "event")).endsWith("end");
    List<String> resumed = follow(log, "", "26");
    assertThat(values(resumed, "id")).containsExactly("27", "28", "29");
    assertThat(values(resumed, "event")).containsExactly("line", "line", "line", "end");
    assertThat(values(follow(log, "&tail=1&stream=STDOUT", null), "id")).containsExactly("29");
    assertThat(values(follow(log, "&contains=tick%2011", null), "id")).containsExactly("11");
  }

  @Test
  void showsWhatTheExampleGameWritesAndUses() {
    TestPlatform.omgctl().deployDuel("logged");
    String stage = "tenants/demo/projects/duel/stages/default";
    Administration developer = Administration.developer();
    Service service = TestPlatform.service();
    String runtime =
        Await.until(
                () -> {
                  service.enter(service.signUp());
                  return lobbyThatSpoke(developer, stage);
                },
                found -> !found.isMissingNode())
            .asText();
    assertThat(
            TestPlatform.omgctl()
                .succeed(
                    "runtime", "logs", "demo", "duel", "default", runtime, "--contains", "CLIENT")
                .output())
        .contains("is in the lobby");
    uses(developer, stage + "/runtimes/" + runtime);
  }

  /** The runtime of the log whose last line tells of a client in the lobby. */
  private static JsonNode lobbyThatSpoke(Administration developer, String stage) {
    for (JsonNode item : developer.get(stage + "/logs").is(200).body().path("items")) {
      JsonNode runtime = item.path("runtime_id");
      if (item.path("last_line").asText().endsWith("is in the lobby")
          && isLogged(developer.get(stage + "/runtimes/" + runtime.asText()))) {
        return runtime;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  /** Other deployments of the stage may have spoken before this one. */
  private static boolean isLogged(Administration.Reply runtime) {
    return runtime.body().path("image").asText().endsWith(":logged")
        && runtime.body().path("state").asText().equals("READY");
  }

  private static void uses(Administration developer, String runtime) {
    JsonNode view =
        Await.until(
                () -> developer.get(runtime).is(200),
                reply -> reply.body().at("/use/cpu_millis").isInt())
            .body();
    assertThat(view.at("/use/memory_mib").asInt()).isBetween(10, 1_000);
    assertThat(view.at("/use/network_in").isNull()).isTrue();
    assertThat(developer.get(runtime + "/use").is(200).body().path("items")).isNotEmpty();
    String version = view.path("version_id").asText();
    JsonNode lobby =
        developer
            .get("tenants/demo/projects/duel/versions/" + version + "/use")
            .is(200)
            .body()
            .at("/items/0");
    assertThat(lobby.path("qualifier").asText()).isEqualTo("LOBBY");
    assertThat(lobby.at("/memory_mib/p95").asInt())
        .isBetween(lobby.at("/memory_mib/average").asInt() / 2, 2_000);
    JsonNode advice = support.get("pool/servers/local/advice?version=" + version).is(200).body();
    assertThat(advice.at("/free/slots").asInt()).isBetween(1, 64);
    assertThat(advice.at("/items/0/more").asInt()).isBetween(0, advice.at("/free/slots").asInt());
    assertThat(advice.at("/items/0/samples").asInt()).isPositive();
    support.get("pool/servers/nowhere/advice?version=1").refuses(404, "OBJECT_NOT_FOUND");
    JsonNode roomOnly = support.get("pool/servers/local/advice").is(200).body();
    assertThat(roomOnly.at("/free/slots").asInt()).isPositive();
    assertThat(roomOnly.path("items")).isEmpty();
    developer.get("pool/servers/local/advice?version=1").refuses(403, "PERMISSION_NOT_FOUND");
  }
}
