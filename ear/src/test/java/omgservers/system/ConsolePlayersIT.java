package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Players in the console: found, changed, sent away, exported and erased; and who sees a page. */
class ConsolePlayersIT {
  private static final String TENANT = "console-players";
  private static final String PROJECT = "?tenant=" + TENANT + "&project=duel";
  private static final String STAGE = PROJECT + "&stage=arena";
  private static final String PLAYERS =
      "tenants/" + TENANT + "/projects/duel/stages/arena/players/";
  private static final String SCRIPT = "</textarea><script>document.title='taken'</script>";
  private static final String NOTHING = "There is nothing here";
  private static final String FORBIDDEN = "This is not for you";

  private static ConsoleBrowser browser;
  private static Studio studio;
  private static String player;

  @BeforeAll
  static void open() {
    ConsoleBrowser.require();
    studio = Studio.open(TestPlatform.get(), TENANT);
    studio.deploy(studio.version("one"), studio.stage("arena"));
    player = enter();
    browser = ConsoleBrowser.open(TestPlatform.get().installation().url());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (studio != null) {
      studio.developer().delete("tenants/" + TENANT + "/projects/duel/stages/arena");
    }
  }

  @BeforeEach
  void forget() {
    browser.forget();
    browser.complaints();
  }

  private static String enter() {
    Service.User user = studio.service().signUp();
    Await.until(() -> studio.enter(user, "arena"), answer -> answer.status() == 200);
    return user.id();
  }

  private static void signInAsDeveloper() {
    browser.signIn(studio.developerId(), studio.developerPassword());
  }

  private static String profile(String user) {
    return studio.developer().get(PLAYERS + user).is(200).body().path("profile").toString();
  }

  private static void store(String user, String profile) {
    studio.developer().put(PLAYERS + user + "/profile", "*", profile).is(200);
  }

  private static void write(String json) {
    browser.find("#profile\\:json").clear();
    browser.find("#profile\\:json").sendKeys(json);
    browser.find("#profile\\:save").click();
  }

  /** What everybody finds at these addresses: its heading for staff, developer and foreigner. */
  private static Map<String, List<String>> pages() {
    return Map.of(
        "/console/pool",
        List.of("Pool", FORBIDDEN, FORBIDDEN),
        "/console/pool-server?server=local",
        List.of("local", FORBIDDEN, FORBIDDEN),
        "/console/shards",
        List.of("Shards and instances", FORBIDDEN, FORBIDDEN),
        "/console/keys",
        List.of("Account and keys", "Account and keys", "Account and keys"),
        "/console/audit",
        List.of("Audit", "Audit", "Audit"),
        "/console/audit?tenant=" + TENANT,
        List.of("Audit", "Audit", NOTHING),
        "/console/players" + STAGE,
        List.of("Players", "Players", NOTHING),
        "/console/player" + STAGE + "&user=" + player,
        List.of("Player " + player, "Player " + player, NOTHING),
        "/console/builds" + PROJECT,
        List.of("Builds", "Builds", NOTHING),
        "/console/images" + PROJECT,
        List.of("Images", "Images", NOTHING));
  }

  private static void visitAll(int column) {
    pages()
        .forEach(
            (path, titles) -> {
              browser.go(path);
              assertThat(browser.title()).as(path).isEqualTo(titles.get(column));
            });
    browser.go("/console/build" + PROJECT + "&build=1");
    assertThat(browser.title()).isEqualTo(NOTHING);
  }

  @Test
  void showsEachPageToThoseWhoMay() {
    browser.signIn("admin", TestPlatform.get().secrets().get("admin"));
    visitAll(0);
    forget();
    browser.signInAsSupport();
    visitAll(0);
    forget();
    signInAsDeveloper();
    visitAll(1);
    assertThat(browser.all("nav a[href='/console/pool'], nav a[href='/console/shards']")).isEmpty();
    forget();
    Service.Answer stranger =
        studio.service().support("create-developer", "{}", Administration.support().token());
    browser.signIn(stranger.text("user_id"), stranger.text("password"));
    visitAll(2);
  }

  @Test
  void findsAPlayerByTheUser() {
    signInAsDeveloper();
    browser.go("/console/players" + STAGE);
    browser.awaitText(player);
    browser.find("#user").sendKeys("12345", Keys.ENTER);
    browser.awaitText("The user is no player of this stage.");
    browser.find("#user").clear();
    browser.find("#user").sendKeys(player, Keys.ENTER);
    Await.until(browser::path, path -> path.endsWith("user=" + player));
    browser.shootAll("players");
    browser.find("td a").click();
    browser.awaitTitle("Player " + player);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void changesAProfileAndLosesNothingWhenItWasChangedMeanwhile() {
    store(player, "{\"nick\":\"%s\",\"rank\":1}".formatted(SCRIPT.replace("\"", "")));
    signInAsDeveloper();
    browser.go("/console/player" + STAGE + "&user=" + player);
    assertThat(browser.find("#profile\\:json").getAttribute("value")).contains(SCRIPT);
    assertThat(browser.driver().getTitle()).startsWith("Player " + player);
    browser.shootAll("player");
    write("{\"rank\": 2,");
    browser.awaitText("profile is no JSON");
    assertThat(browser.find("#profile\\:json").getAttribute("value")).isEqualTo("{\"rank\": 2,");
    write("{\"rank\": 2}");
    browser.awaitText("The profile was saved.");
    assertThat(profile(player)).isEqualTo("{\"rank\":2}");
    store(player, "{\"won\":\"%s\"}".formatted(SCRIPT));
    write("{\"rank\": 3}");
    browser.awaitText("Nothing was saved, and nothing of yours is lost.");
    assertThat(browser.find("#stored").getText()).contains(SCRIPT);
    assertThat(browser.find("#profile\\:json").getAttribute("value")).isEqualTo("{\"rank\": 3}");
    browser.shootAll("player-changed");
    browser.find("#profile\\:save").click();
    browser.awaitText("The profile was saved.");
    assertThat(profile(player)).isEqualTo("{\"rank\":3}");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void kicksSignsOutExportsAndErases() {
    String user = enter();
    signInAsDeveloper();
    browser.go("/console/player" + STAGE + "&user=" + user);
    String client = browser.find("button[data-ask='kick']").getAttribute("data-subject");
    browser.confirm("kick", client);
    browser.awaitText("The client " + client + " was kicked.");
    browser.confirm("sign-out", user);
    browser.awaitText("The player " + user + " was signed out everywhere.");
    assertThat(exported()).contains("filename=\"player-" + user + ".json\"", "\"account\"", client);
    browser.find("button[data-ask='erase']").click();
    assertThat(browser.find("dialog[open] h2").getText()).isEqualTo("Erase the player " + user);
    browser.shoot("player-erase");
    browser.find("dialog[open] input[type=submit]").click();
    Await.until(browser::text, text -> text.contains("is being erased.") || text.contains(NOTHING));
    Await.until(() -> studio.developer().get(PLAYERS + user).status(), code -> code == 404);
    browser.go("/console/player" + STAGE + "&user=" + user);
    browser.awaitTitle(NOTHING);
  }

  /** What the browser would store: the name of the file and what is in it. */
  private static String exported() {
    return (String)
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                const form = document.getElementById('export');
                const fields = new URLSearchParams(new FormData(form));
                fields.set('export:go', 'Export');
                fetch(form.action, {method: 'POST', body: fields})
                  .then(async it => done(it.headers.get('Content-Disposition') + await it.text()));
                """);
  }
}
