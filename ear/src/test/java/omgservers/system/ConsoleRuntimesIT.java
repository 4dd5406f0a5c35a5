package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Game servers in the console: which run, why one ended, and what each writes. */
class ConsoleRuntimesIT {
  private static final String TENANT = "console-runtimes";
  private static final String PLACE = "tenant=" + TENANT + "&project=duel&stage=";
  private static final String CONFIG =
      """
      {"modes":[{"name":"duel","min_players":2,"max_players":2,
        "groups":[{"name":"a","min_players":2,"max_players":2}]}]}
      """;

  private static ConsoleBrowser browser;
  private static Studio studio;

  @BeforeAll
  static void open() {
    ConsoleBrowser.require();
    studio = Studio.open(TestPlatform.get(), TENANT);
    browser = ConsoleBrowser.open(TestPlatform.get().installation().url());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void forget() {
    browser.forget();
    browser.complaints();
  }

  private static void signInAsDeveloper() {
    browser.signIn(studio.developerId(), studio.developerPassword());
  }

  /** A stage of this name on which the script is the only lobby. */
  private static void deploy(String stage, String script) {
    Path image =
        TestPlatform.get().installation().images().resolve(TENANT).resolve("duel").resolve(stage);
    try {
      Files.createDirectories(image);
      Files.writeString(image.resolve("command"), "sh\ngame.sh\n");
      Files.writeString(image.resolve("game.sh"), script);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    studio.stage(stage);
    String version =
        studio
            .developer()
            .post(
                "tenants/" + TENANT + "/projects/duel/versions",
                "{\"config\":%s,\"images\":[{\"qualifier\":\"UNIVERSAL\",\"image\":\"%s/duel:%s\"}]}"
                    .formatted(CONFIG, TENANT, stage))
            .is(201)
            .text("id");
    studio.deploy(version, stage);
  }

  private static void end(String stage) {
    studio.developer().delete("tenants/" + TENANT + "/projects/duel/stages/" + stage).is(202);
  }

  /** From the first page to the last words of a game server that crashed, by links alone. */
  @Test
  void leadsFromTheOverviewToTheLogOfACrashedGameServer() {
    deploy(
        "crashing",
        """
        echo 'loading the map'
        echo '<script>document.title = "taken"</script>'
        printf '\\033[31mfatal: no such map: desert\\033[0m\\n' >&2
        exit 3
        """);
    signInAsDeveloper();
    Await.until(() -> browser.all(".concerns a[href*='/runtime?']"), found -> !found.isEmpty());
    String address = browser.find(".concerns a[href*='/runtime?']").getAttribute("href");
    browser.driver().get(address);
    browser.awaitText("Ended by itself with code 3.");
    browser.awaitText("fatal: no such map: desert");
    assertThat(browser.text()).contains("<script>document.title = \"taken\"</script>", "loading");
    assertThat(browser.driver().getTitle()).startsWith("Lobby ");
    assertThat(browser.find(".line.STDERR .text").getText())
        .isEqualTo("fatal: no such map: desert");
    assertThat(browser.find("[data-runtime-steps]").getText()).contains("Wanted", "Ended");
    browser.awaitText("ended, this is all");
    browser.shootAll("runtime-crashed");
    searchesTheLog();
    String query = URI.create(address).getRawQuery();
    HttpResponse<String> file = get("/console/log?of=runtime&file=true&" + query);
    assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("runtime-");
    assertThat(file.body()).contains("STDERR", "fatal: no such map: desert");
    browser.go("/console/logs?" + PLACE + "crashing&text=code+3");
    browser.awaitText("no such map");
    browser.shootAll("logs");
    foreignersFindNothing(query);
    end("crashing");
    assertThat(browser.complaints()).allMatch(line -> line.contains("404"));
  }

  private static void searchesTheLog() {
    browser.find("#log-contains").sendKeys("MAP");
    browser.find("[data-log-filters] button").click();
    Await.until(() -> browser.all(".line").size(), lines -> lines == 2);
    assertThat(browser.find(".line mark").getText()).isEqualTo("map");
    browser.find("#log-stream option[value='STDERR']").click();
    Await.until(() -> browser.all(".line").size(), lines -> lines == 1);
    browser.find("#log-contains").sendKeys(" nowhere");
    browser.find("[data-log-filters] button").click();
    browser.awaitText("No line has this.");
  }

  private static HttpResponse<String> get(String path) {
    String session = browser.driver().manage().getCookieNamed("omgservers-console").getValue();
    HttpRequest request =
        HttpRequest.newBuilder(TestPlatform.get().installation().url().resolve(path))
            .header("Cookie", "omgservers-console=" + session)
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void foreignersFindNothing(String query) {
    Service.Answer made =
        TestPlatform.service().support("create-developer", "{}", Administration.support().token());
    browser.driver().manage().deleteAllCookies();
    browser.signIn(made.text("user_id"), made.text("password"));
    for (String page : List.of("runtime?" + query, "runtimes?" + query, "logs?" + query)) {
      browser.go("/console/" + page);
      browser.awaitTitle("There is nothing here");
    }
    assertThat(get("/console/log?of=runtime&" + query).statusCode()).isEqualTo(404);
    assertThat(get("/console/log?of=runtime&file=true&" + query).statusCode()).isEqualTo(404);
    assertThat(get("/console/live?topic=runtime&" + query).statusCode()).isEqualTo(404);
  }

  @Test
  void showsWhatAGameServerWritesAsItWritesItAndStopsIt() throws IOException {
    Path gate = TestPlatform.fresh("console-runtimes").resolve("go-on");
    deploy(
        "writing",
        """
        i=0; while [ $i -lt 600 ]; do echo "line $i"; i=$((i+1)); done
        while [ ! -e %s ]; do sleep 0.2; done
        echo 'and on it goes'
        sleep 600
        """
            .formatted(gate));
    signInAsDeveloper();
    browser.go("/console/stage?" + PLACE + "writing");
    Await.until(() -> browser.all(".box a"), found -> !found.isEmpty());
    browser.driver().get(browser.find(".box a").getAttribute("href"));
    browser.awaitText("line 599");
    // Lines that came while one looked are shown beside the latest 500: all are there now.
    browser.driver().navigate().refresh();
    browser.awaitText("line 599");
    browser.driver().executeScript("window.notReloaded = true");
    assertThat(browser.all(".line")).hasSize(500);
    browser.find("[data-log-earlier]").click();
    Await.until(() -> browser.all(".line").size(), lines -> lines == 600);
    browser.find("[data-log-follow]").click();
    Files.createFile(gate);
    browser.awaitText("and on it goes");
    assertThat(browser.driver().executeScript("return window.notReloaded")).isEqualTo(true);
    browser.shootAll("runtime");
    browser.go("/console/runtimes?" + PLACE + "writing&state=starting&qualifier=lobby&text=WRIT");
    browser.awaitText("Lobby ");
    browser.shootAll("runtimes");
    browser.find("td a").click();
    assertThat(browser.ask("runtime#stop")).startsWith("Stop the game server Lobby ");
    browser.agree();
    browser.awaitText("is being stopped.");
    Await.until(
        () -> browser.find("[data-runtime-state]").getText(), state -> state.equals("ended"));
    assertThat(browser.text()).contains("Stopped by");
    end("writing");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void saysWhenNothingRunsAndShowsStaffTheSame() {
    studio.stage("empty");
    for (String[] person :
        List.of(
            new String[] {"support", TestPlatform.get().secrets().get("support")},
            new String[] {"admin", TestPlatform.get().secrets().get("admin")})) {
      browser.driver().manage().deleteAllCookies();
      browser.signIn(person[0], person[1]);
      browser.go("/console/runtimes?" + PLACE + "empty");
      browser.awaitText("No such runtime runs here");
      browser.go("/console/logs?" + PLACE + "empty");
      browser.awaitText("No such log is kept.");
      browser.go("/console/runtimes?" + PLACE + "empty&state=flying");
      browser.awaitText("is none of");
      browser.go("/console/runtime?" + PLACE + "empty&runtime=77");
      browser.awaitTitle("There is nothing here");
    }
  }
}
