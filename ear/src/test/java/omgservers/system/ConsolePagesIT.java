package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every page of the console as everybody, found by links from the first one, while a game runs. */
class ConsolePagesIT {
  private static final String TENANT = "console-pages";
  private static final String PLACE = "tenant=" + TENANT + "&project=duel";
  private static final String PLAY =
      "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}";

  /** Pages of nobody's tenant: for everybody, and for the staff. */
  private static final Set<String> OPEN =
      Set.of("overview", "tenants", "matchmaking", "keys", "audit");

  private static final Set<String> OF_STAFF = Set.of("pool", "pool-server", "registry", "shards");

  /** What one comes to in other ways: signing in, faults, and builds, which need an engine. */
  private static final Set<String> APART = Set.of("sign-in", "error", "build");

  /** What changes nothing that others have, and is for whoever sees the page. */
  private static final Set<String> FOR_ALL =
      Set.of("leave:out", "new:make", "password:change", "simulation:go");

  private static final Pattern LINK = Pattern.compile("href=\"(/console/([a-z-]+)[^\"]*)\"");
  private static final Pattern SUBMIT =
      Pattern.compile("<input(?=[^>]*type=\"submit\")[^>]*name=\"([^\"]+)\"");
  private static final Pattern ASKS = Pattern.compile("data-ask=\"[^\"]+\"");
  private static final Pattern DIALOG = Pattern.compile("(?s)<dialog.*?</dialog>");

  private static Studio studio;
  private static List<Connector> players;
  private static Map<String, String> pages;

  @BeforeAll
  static void play() throws InterruptedException {
    studio = Studio.open(TestPlatform.get(), TENANT);
    studio.deploy(studio.version("one"), studio.stage("arena"));
    players = new ArrayList<>();
    Connector third = awaitLobby("arena");
    players.addAll(studio.play("arena"));
    third.send(PLAY);
    players.add(third);
    ConsoleCalls support = support();
    Await.until(() -> crawl(support), found -> found.containsKey("ticket"));
    pages = crawl(support);
  }

  @AfterAll
  static void leave() {
    if (players != null) {
      players.forEach(Connector::close);
      studio.developer().delete("tenants/" + TENANT + "/projects/duel/stages/arena");
    }
  }

  private static Connector awaitLobby(String stage) throws InterruptedException {
    Service.User user = studio.service().signUp();
    Service.Answer entered =
        Await.until(() -> studio.enter(user, stage), answer -> answer.status() == 200);
    Connector player = new Connector(entered.body().path("connector_config"));
    player.next("\"LOBBY\"");
    return player;
  }

  private static ConsoleCalls support() {
    return ConsoleCalls.signIn("support", TestPlatform.get().secrets().get("support"));
  }

  /** One address of each page that links lead to, of this tenant where it is about one. */
  private static Map<String, String> crawl(ConsoleCalls visitor) {
    Map<String, String> found = new TreeMap<>(Map.of("overview", "/console/overview"));
    Deque<String> open = new ArrayDeque<>(found.values());
    while (!open.isEmpty()) {
      Matcher link = LINK.matcher(visitor.get(open.poll()).body());
      while (link.find()) {
        String address = link.group(1).replace("&amp;", "&");
        boolean elsewhere =
            address.contains("tenant=")
                && !address.contains("tenant=" + TENANT + "&")
                && !address.endsWith("tenant=" + TENANT);
        if (!elsewhere && found.putIfAbsent(link.group(2), address) == null) {
          open.add(address);
        }
      }
    }
    return found;
  }

  @Test
  void leadsToEveryPageThereIs() throws IOException {
    Path folder = TestPlatform.ROOT.resolve("web/src/main/webapp/console");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(pages.keySet())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .map(file -> file.getFileName().toString().replace(".xhtml", ""))
                  .filter(page -> !APART.contains(page))
                  .toList());
    }
  }

  @Test
  void showsStaffEverything() {
    ConsoleCalls admin = ConsoleCalls.signIn("admin", TestPlatform.get().secrets().get("admin"));
    ConsoleCalls support = support();
    pages.forEach(
        (page, address) -> {
          assertThat(shown(admin, address)).as(page).isEqualTo(200);
          assertThat(shown(support, address)).as(page).isEqualTo(200);
          if (OF_STAFF.contains(page)) {
            assertThat(offered(support, address)).as("the support at " + page).isEmpty();
          }
        });
    assertThat(offered(admin, pages.get("pool-server"))).contains("change:save");
  }

  @Test
  void showsDevelopersWhatIsTheirs() {
    ConsoleCalls developer = ConsoleCalls.signIn(studio.developerId(), studio.developerPassword());
    pages.forEach(
        (page, address) ->
            assertThat(shown(developer, address))
                .as(page)
                .isEqualTo(OF_STAFF.contains(page) ? 403 : 200));
    for (String page : List.of("project", "version", "stage", "deployment", "runtime", "queue")) {
      assertThat(offered(developer, pages.get(page))).as(page).isNotEmpty();
    }
    assertThat(offered(developer, pages.get("player")))
        .contains("export:go", "profile:save", "data-ask=\"kick\"", "data-ask=\"erase\"");
    assertThat(offered(developer, pages.get("tenant"))).doesNotContain("data-ask=\"delete\"");
  }

  @Test
  void offersWhoMayOnlyLookNothingToDo() {
    String[] viewer = person();
    String tenant = "tenants/" + TENANT;
    String project = tenant + "/projects/duel";
    may(tenant, viewer[0], "TENANT_VIEWER");
    may(project, viewer[0], "PROJECT_VIEWER");
    may(project + "/stages/arena", viewer[0], "STAGE_VIEWER");
    ConsoleCalls calls = ConsoleCalls.signIn(viewer[0], viewer[1]);
    pages.forEach(
        (page, address) -> {
          boolean closed = OF_STAFF.contains(page);
          assertThat(shown(calls, address)).as(page).isEqualTo(closed ? 403 : 200);
          if (!page.equals("keys")) {
            assertThat(offered(calls, address)).as(page).isSubsetOf(FOR_ALL);
          }
        });
  }

  @Test
  void showsForeignersNothing() {
    String[] stranger = person();
    ConsoleCalls calls = ConsoleCalls.signIn(stranger[0], stranger[1]);
    pages.forEach(
        (page, address) -> {
          int own = OPEN.contains(page) && !address.contains("tenant=") ? 200 : 404;
          HttpResponse<String> answer = calls.get(address);
          assertThat(answer.statusCode()).as(page).isEqualTo(OF_STAFF.contains(page) ? 403 : own);
          assertThat(answer.body()).as(page).doesNotContain(">" + TENANT + "<");
        });
  }

  @Test
  void givesBrowsersNothingToComplainOf() {
    ConsoleBrowser.require();
    try (ConsoleBrowser browser = ConsoleBrowser.open(TestPlatform.get().installation().url())) {
      browser.signInAsSupport();
      pages.forEach(
          (page, address) -> {
            browser.go(address);
            assertThat(browser.all(".fault")).as(page).isEmpty();
            assertThat(browser.complaints()).as(page).isEmpty();
          });
    }
  }

  /**
   * The view is one for all who look: it must not end with the name by which the first one came.
   */
  @Test
  void showsAStageOnWhenOneOfItsNamesGoes() {
    String alias = "tenants/" + TENANT + "/projects/duel/stages/arena/aliases/gone";
    studio.developer().put(alias, null, "").is(201);
    ConsoleCalls support = support();
    String address = "/console/live?topic=stage&" + PLACE + "&stage=";
    HttpRequest.Builder request =
        support.request(address + "gone").header("Accept", "text/event-stream");
    List<String> seen = new ArrayList<>();
    try (Stream<String> lines = support.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      Iterator<String> line = lines.iterator();
      for (int views = 0; views < 4 && line.hasNext(); ) {
        seen.add(line.next());
        if (seen.get(seen.size() - 1).startsWith("data:") && ++views == 1) {
          studio.developer().delete(alias).is(204);
        }
      }
    }
    assertThat(seen)
        .doesNotContain("event: over")
        .filteredOn(line -> line.startsWith("data:"))
        .hasSize(4);
    assertThat(support.get(address + "gone").statusCode()).isEqualTo(404);
  }

  @Test
  void endsAMatchAndALobbyAndDeletesWhatIsNotNeeded() throws InterruptedException {
    ConsoleBrowser.require();
    String spare = studio.version("spare");
    String other = studio.version("other");
    studio.deploy(spare, studio.stage("passing"));
    Connector third = awaitLobby("passing");
    List<Connector> two = studio.play("passing");
    try (ConsoleBrowser browser = ConsoleBrowser.open(TestPlatform.get().installation().url())) {
      browser.signIn(studio.developerId(), studio.developerPassword());
      browser.go("/console/stage?" + PLACE + "&stage=passing");
      browser.find("td a[href*='deployment=']").click();
      String match = subject(browser, "match");
      browser.confirm("deployment#match", match);
      browser.awaitText("The match " + match + " ends.");
      for (Connector player : two) {
        player.next("\"LOBBY\"");
        player.close();
      }
      String lobby = subject(browser, "lobby");
      browser.confirm("deployment#lobby", lobby);
      browser.awaitText("The lobby " + lobby + " ends.");
      third.next("RUNTIME_ASSIGNED");
      third.close();
      browser.go("/console/version?" + PLACE + "&version=" + other);
      assertThat(browser.ask("version#delete")).isEqualTo("Delete the version " + other);
      browser.agree();
      browser.awaitText("The deletion of " + other + " has begun.");
      browser.ask("project#version", spare);
      browser.agree();
      browser.awaitText("deployed");
      namesAndDeletesTheStage(browser);
      assertThat(browser.complaints()).isEmpty();
    }
  }

  /** The other name comes later in the alphabet: it is the title only when the first is gone. */
  private static void namesAndDeletesTheStage(ConsoleBrowser browser) {
    browser.go("/console/stage?" + PLACE + "&stage=passing");
    browser.find("#names\\:form\\:fresh").sendKeys("quiet");
    browser.press("stage#names:form:add");
    browser.awaitText("The name quiet was added.");
    browser.confirm("stage#unname", "passing");
    browser.awaitTitle("quiet");
    assertThat(browser.ask("stage#delete")).isEqualTo("Delete the stage quiet");
    browser.agree();
    browser.awaitText("The deletion of quiet has begun.");
  }

  private static String subject(ConsoleBrowser browser, String action) {
    return browser.find("button[data-ask='" + action + "']").getAttribute("data-subject");
  }

  private static String[] person() {
    Service.Answer made =
        studio.service().support("create-developer", "{}", studio.support().token());
    return new String[] {made.text("user_id"), made.text("password")};
  }

  private static void may(String path, String account, String right) {
    studio
        .support()
        .put(path + "/permissions/" + account, null, "{\"rights\":[\"" + right + "\"]}")
        .is(200);
  }

  private static int shown(ConsoleCalls calls, String address) {
    HttpResponse<String> answer = calls.get(address);
    assertThat(answer.body()).as(address).doesNotContain("class=\"fault\"");
    return answer.statusCode();
  }

  /** What can be pressed on the page beside dialogs, which are not shown. */
  private static Set<String> offered(ConsoleCalls calls, String address) {
    String page = DIALOG.matcher(calls.get(address).body()).replaceAll("");
    Set<String> found =
        SUBMIT.matcher(page).results().map(each -> each.group(1)).collect(Collectors.toSet());
    ASKS.matcher(page).results().forEach(each -> found.add(each.group()));
    found.remove("leave:out");
    return found;
  }
}
