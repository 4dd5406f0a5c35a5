package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import omgservers.system.Calls.Reply;
import org.junit.jupiter.api.Test;

/** What an operator's monitoring system sees of an installation on which somebody plays. */
class MonitoringIT {
  private static final String METRICS = "/api/v1/metrics";
  private static final String HEALTH = "/api/v1/health";
  private static final Path SAMPLES = TestPlatform.ROOT.resolve("docs/operations/monitoring");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:omgservers|jvm|process)_[a-z_]*[a-z]\\b");

  private static final Calls NOBODY = new Calls(TestPlatform.get().installation().url(), null);

  /** A call from an address of its own: what others call uses up nothing of its limit. */
  private static Reply get(String path, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("X-Forwarded-For", "203.0.113.77"));
    return NOBODY.get(path, all.toArray(String[]::new));
  }

  private static Reply asMonitor(String path) {
    return get(path, Calls.basic("metrics", TestPlatform.METRICS_PASSWORD));
  }

  private static String scrape() {
    Reply reply = asMonitor(METRICS);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return reply.text();
  }

  /** The sum of all values of the metric whose labels have this text. */
  private static double value(String figures, String name, String labels) {
    return figures
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> line.contains(labels))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void awaitMore(String before, String name, String labels, double more) {
    double begin = value(before, name, labels);
    Await.until(() -> value(scrape(), name, labels) - begin, difference -> difference >= more);
  }

  @Test
  void tellsFiguresToTheMonitoringSystemAndToStaffOnly() {
    Reply told = asMonitor(METRICS);
    assertThat(told.type()).startsWith("text/plain;").contains("version=0.0.4");
    Administration support = Administration.support();
    assertThat(NOBODY.as(support.token()).get(METRICS).status()).isEqualTo(200);
    String player = TestPlatform.service().signUp().token();
    for (String path : List.of(METRICS, HEALTH)) {
      assertThat(get(path).status()).isEqualTo(401);
      assertThat(get(path, Calls.basic("metrics", "not the password")).status()).isEqualTo(401);
      assertThat(get(path, Calls.basic("support", TestPlatform.METRICS_PASSWORD)).status())
          .isEqualTo(401);
      assertThat(get(path, "Authorization", "Basic ?").status()).isEqualTo(401);
      assertThat(NOBODY.as(player).get(path).status()).isEqualTo(403);
    }
    assertThat(get("/api/v1/tenants", Calls.basic("metrics", TestPlatform.METRICS_PASSWORD)))
        .as("the password opens nothing else")
        .matches(reply -> reply.status() == 401);
  }

  @Test
  void movesAsPeoplePlay() throws InterruptedException {
    String before = scrape();
    Studio studio = Studio.open(TestPlatform.get(), "watched");
    studio.deploy(studio.version("one"), studio.stage("arena"));
    List<Connector> players = studio.play("arena");
    awaitMore(before, "omgservers_http_requests_total", "door=\"player\",status=\"200\"", 6);
    awaitMore(before, "omgservers_http_request_seconds_count", "door=\"api\"", 3);
    awaitMore(before, "omgservers_socket_messages_in_total", "door=\"connector\"", 2);
    awaitMore(before, "omgservers_socket_messages_out_total", "door=\"connector\"", 4);
    awaitMore(before, "omgservers_messages_total", "", 2);
    awaitMore(before, "omgservers_matchmaking_matches_total", "", 1);
    awaitMore(before, "omgservers_matchmaking_seat_seconds_count", "", 2);
    awaitMore(before, "omgservers_matchmaking_round_seconds_count", "", 1);
    awaitMore(before, "omgservers_runtime_start_seconds_count", "driver=\"process\"", 2);
    awaitMore(before, "omgservers_sign_ins_total", "outcome=\"let_in\"", 2);
    awaitMore(before, "omgservers_audit_records_total", "", 3);
    awaitMore(before, "omgservers_database_transactions_total", "outcome=\"committed\"", 10);
    Await.until(
        MonitoringIT::scrape,
        now ->
            value(now, "omgservers_sockets", "door=\"connector\"") >= 2
                && value(now, "omgservers_runtimes", "state=\"ready\"") >= 2
                && value(now, "omgservers_players", "") >= 2
                && value(now, "omgservers_pool_slots_used", "server=\"local\"") >= 2
                && value(now, "omgservers_pool_server_up", "server=\"local\"") == 1
                && value(now, "omgservers_shard_up", "") == 2);
    String now = scrape();
    assertThat(value(now, "jvm_memory_used_bytes", "area=\"heap\"")).isPositive();
    assertThat(value(now, "process_cpu_seconds_total", "")).isPositive();
    assertThat(now).contains("omgservers_instance_info{number=");
    double open = value(now, "omgservers_sockets", "door=\"connector\"");
    players.forEach(Connector::close);
    Await.until(
        () -> value(scrape(), "omgservers_sockets", "door=\"connector\""), left -> left < open);
  }

  @Test
  void countsWhatCallersInventUnderOneName() {
    String before = scrape();
    for (int i = 0; i < 20; i++) {
      assertThat(NOBODY.get("/invented-" + i).status()).isEqualTo(404);
    }
    awaitMore(before, "omgservers_http_requests_total", "door=\"other\",status=\"404\"", 20);
    assertThat(scrape()).doesNotContain("invented");
  }

  @Test
  void givesEachAnswerTheIdByWhichTheAuditKnowsIt() {
    Administration support = Administration.support();
    Administration.Reply made = support.post("tenants", "{\"alias\":\"watched-id\"}").is(201);
    String id = made.header("X-Request-Id");
    assertThat(id).hasSize(36);
    JsonNode records = support.get("audit?entity=" + made.text("id")).is(200).body().path("items");
    assertThat(records.findValuesAsText("request")).isNotEmpty().containsOnly(id);
    assertThat(NOBODY.get("/nowhere").header("X-Request-Id")).hasSize(36).isNotEqualTo(id);
  }

  @Test
  void tellsHowEachPartIs() {
    Reply health =
        Await.until(
            () -> asMonitor(HEALTH),
            reply -> reply.status() == 200 && !reply.text("status").equals("DOWN"));
    JsonNode parts = health.json().path("parts");
    assertThat(parts.findValuesAsText("kind")).contains("directory", "pool server", "shard");
    for (JsonNode part : parts) {
      boolean database = part.path("needed").asBoolean();
      assertThat(part.path("up").asBoolean() || !database).as(part.toString()).isTrue();
    }
    assertThat(NOBODY.get("/live").text("status")).isEqualTo("UP");
    Await.until(() -> NOBODY.get("/ready"), reply -> reply.text("status").equals("UP"));
  }

  /** Names in a text of queries, without what queries add to those of histograms and summaries. */
  private static Set<String> named(String queries) {
    Matcher matcher = NAME.matcher(queries);
    Set<String> names = new TreeSet<>();
    while (matcher.find()) {
      names.add(matcher.group().replaceAll("_(bucket|count|sum)$", ""));
    }
    return names;
  }

  private static Set<String> told(String figures) {
    return figures
        .lines()
        .filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ", -1)[2])
        .collect(Collectors.toSet());
  }

  @Test
  void tellsAllThatDashboardAndAlertsAskFor() throws IOException {
    Set<String> asked = new TreeSet<>();
    JsonNode dashboard = Service.JSON.readTree(SAMPLES.resolve("grafana-dashboard.json").toFile());
    List<String> queries = dashboard.findValuesAsText("expr");
    assertThat(queries).hasSizeGreaterThan(10);
    queries.forEach(query -> assertThat(named(query)).as(query).isNotEmpty());
    queries.forEach(query -> asked.addAll(named(query)));
    asked.addAll(named(Files.readString(SAMPLES.resolve("alerts.yml"))));
    // The first answer of the installation may not have been counted yet.
    Set<String> told =
        Await.until(() -> told(scrape()), known -> known.containsAll(asked) || asked.isEmpty());
    assertThat(told).containsAll(asked);
  }

  @Test
  void explainsEachOfItsFigures() throws IOException {
    String guide = Files.readString(TestPlatform.ROOT.resolve("docs/operations/observability.md"));
    assertThat(told(scrape()))
        .filteredOn(name -> name.startsWith("omgservers_"))
        .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
  }
}
