package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a match in the console, why, and what other rules would do. */
class ConsoleMatchmakingIT {
  private static final String TENANT = "console-queues";
  private static final String PLACE = "tenant=" + TENANT + "&project=duel&stage=";
  private static final String PLAY =
      "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}";
  private static final String CONFIG =
      """
      {"modes": [{"name": "duel", "min_players": 2, "max_players": 2,
        "groups": [{"name": "left", "min_players": 1, "max_players": 1},
                   {"name": "right", "min_players": 1, "max_players": 1}],
        "rules": [{"kind": "DISTANCE", "attribute": "skill", "max": 10,
                   "widen": [{"after_seconds": 3000, "max": 5000}]}]}],
       "user_data": {"rounds_to_win": 2}}
      """;

  /** Whether the columns of the chart have the colour of the present look. */
  private static final String COLUMN =
      """
      const chart = Object.values(PrimeFaces.widgets).find((it) => it.chart).chart;
      return chart.getDatasetMeta(0).data[0].options.backgroundColor
        === getComputedStyle(document.documentElement).getPropertyValue('--series-1').trim();
      """;

  private static ConsoleBrowser browser;
  private static Studio studio;
  private static List<Connector> players;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    ConsoleBrowser.require();
    studio = Studio.open(TestPlatform.get(), TENANT);
    studio.stage("waiting");
    String version = studio.version("skilled", CONFIG);
    askWithSkill(
        TestPlatform.get().installation().images().resolve(TENANT + "/duel/skilled/server.lua"));
    studio.deploy(version, "waiting");
    players = List.of(enter(), enter());
    browser = ConsoleBrowser.open(TestPlatform.get().installation().url());
  }

  /** Each player is so much better than the last that no rule brings them together. */
  private static void askWithSkill(Path server) throws IOException {
    String asks = "game:request_matchmaking(client_id, \"duel\")";
    String lua = Files.readString(server);
    assertThat(lua).contains(asks);
    Files.writeString(
        server,
        lua.replace(
            asks,
            "skill = (skill or 0) + 1000; "
                + asks.replace("\"duel\"", "\"duel\", { skill = skill }")));
  }

  private static Connector enter() throws InterruptedException {
    Service.User user = studio.service().signUp();
    Service.Answer entered =
        Await.until(() -> studio.enter(user, "waiting"), answer -> answer.status() == 200);
    Connector player = new Connector(entered.body().path("connector_config"));
    player.next("\"LOBBY\"");
    player.send(PLAY);
    return player;
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      players.forEach(Connector::close);
      studio.developer().delete("tenants/" + TENANT + "/projects/duel/stages/waiting").is(202);
    }
  }

  @BeforeEach
  void forget() {
    browser.forget();
    browser.complaints();
  }

  /** From the first page to the rule that rejects the others, by links alone. */
  private static void goToQueue() {
    browser.signIn(studio.developerId(), studio.developerPassword());
    browser.find(".tile a[href='/console/matchmaking']").click();
    browser.awaitTitle("Matchmaking");
    browser.find("td a").click();
    browser.awaitTitle("Queue of duel");
    Await.until(
        () -> {
          browser.driver().navigate().refresh();
          return browser.all("td a[href*='/ticket?']").size();
        },
        waiting -> waiting == 2);
  }

  @Test
  void leadsFromTheOverviewToTheReasonWhyATicketWaits() {
    goToQueue();
    browser.find("td a[href*='/ticket?']").click();
    browser.awaitTitle("Why a ticket waits");
    assertThat(browser.find("[data-figure='why']").getText())
        .isEqualTo("It lacks one player: of the other tickets, 1 in all, its rules reject 1.");
    assertThat(browser.text())
        .contains("Difference in skill", "2 of 2", "unknown: nobody got a seat")
        .containsPattern("in \\d+ min \\d+ s: 5000");
    browser.driver().executeScript("window.notReloaded = true");
    String waited = browser.find("[data-figure='waited']").getText();
    Await.until(() -> browser.find("[data-figure='waited']").getText(), now -> !now.equals(waited));
    assertThat(browser.driver().executeScript("return window.notReloaded")).isEqualTo(true);
    browser.shootAll("ticket");
    String address = browser.path();
    Service.Answer made =
        TestPlatform.service().support("create-developer", "{}", Administration.support().token());
    browser.driver().manage().deleteAllCookies();
    browser.signIn(made.text("user_id"), made.text("password"));
    browser.go("/console/matchmaking");
    browser.awaitText("Nobody waits for a match now.");
    for (String page : List.of(address, address.replace("ticket?", "queue?"), queues())) {
      browser.go(page);
      browser.awaitTitle("There is nothing here");
    }
  }

  private static String queues() {
    return "/console/queues?" + PLACE + "waiting";
  }

  @Test
  void recordsAndTriesOtherRules() {
    goToQueue();
    browser.shootAll("queue");
    browser.press("queue#recording:start");
    browser.awaitText("Tickets are recorded from now on.");
    assertThat(browser.ask("queue#erase")).isEqualTo("Throw away the recording of duel");
    browser.agree();
    browser.awaitText("The recording was thrown away.");
    String configuration = browser.find("#simulation\\:configuration").getDomProperty("value");
    assertThat(configuration).contains("\"max\": 10").doesNotContain("null");
    tryOut(configuration.replace("\"max\": 10,", "\"max\": 900,"));
    browser.awaitText("Found nobody");
    assertThat(browser.all("#result tbody tr")).hasSize(11);
    assertThat(browser.find("#result tbody tr:first-child").getText()).isEqualTo("Tickets 600 600");
    assertThat(browser.find("#result canvas").isDisplayed()).isTrue();
    assertThat(browser.find("#result tbody tr:nth-child(8)").getText())
        .startsWith("Wait, p99 50 min 0 s ")
        .isNotEqualTo("Wait, p99 50 min 0 s 50 min 0 s");
    browser.driver().executeScript("document.getElementById('result').scrollIntoView()");
    browser.shootAll("simulation");
    for (String look : List.of("light", "dark")) {
      browser.driver().executeScript("document.documentElement.dataset.look = arguments[0]", look);
      assertThat(browser.driver().executeScript(COLUMN)).as(look).isEqualTo(true);
    }
    tryOut(configuration.replace("\"max\": 10,", "\"maximum\": 10,"));
    browser.awaitText("is no configuration of a mode");
    tryOut(configuration.replace("\"min_players\": 2", "\"min_players\": 3"));
    Await.until(() -> browser.all(".fault").size(), faults -> faults > 0);
    assertThat(browser.complaints()).isEmpty();
  }

  private static void tryOut(String configuration) {
    browser
        .driver()
        .executeScript(
            "document.getElementById('simulation:configuration').value = arguments[0]",
            configuration);
    browser.press("queue#simulation:go");
  }

  @Test
  void showsTheQueuesOfAStageAndCancelsATicket() throws InterruptedException {
    browser.signIn("admin", TestPlatform.get().secrets().get("admin"));
    browser.go(queues());
    browser.awaitTitle("Matchmaking");
    Await.until(
        () -> browser.find("[data-figure='rows.0.waiting']").getText(),
        waiting -> waiting.equals("2"));
    browser.driver().executeScript("window.notReloaded = true");
    browser.shootAll("queues");
    Connector third = enter();
    Await.until(
        () -> browser.find("[data-figure='rows.0.waiting']").getText(),
        waiting -> waiting.equals("3"));
    assertThat(browser.driver().executeScript("return window.notReloaded")).isEqualTo(true);
    browser.find("td a").click();
    browser.awaitTitle("Queue of duel");
    String newest = browser.find("button[data-ask='cancel']").getAttribute("data-subject");
    browser.find("td a[href*='" + newest + "']").click();
    browser.awaitTitle("Why a ticket waits");
    String ticket = browser.path();
    browser.driver().navigate().back();
    browser.awaitTitle("Queue of duel");
    browser.confirm("queue#cancel", newest);
    browser.awaitText("The ticket " + newest + " was cancelled.");
    third.next("MATCHMAKING_FAILED");
    third.close();
    browser.go(ticket);
    browser.awaitText("This ticket does not wait any more");
    browser.driver().manage().deleteAllCookies();
    browser.signInAsSupport();
    browser.go("/console/matchmaking");
    browser.awaitText(TENANT + " / waiting 2");
    // Who comes now is counted without the page being asked for again.
    Await.until(() -> browser.all("[data-live-state='on']").size(), told -> told == 1);
    Connector fourth = enter();
    browser.awaitText(TENANT + " / waiting 3");
    fourth.close();
    browser.shootAll("matchmaking");
    browser.go("/console/queues?" + PLACE + "nowhere");
    browser.awaitTitle("There is nothing here");
  }
}
