package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Players in the console: found, changed, sent away, exported and erased. */
class ConsolePlayersIT {
  private static final String TENANT = "console-players";
  private static final String STAGE = "?tenant=" + TENANT + "&project=duel&stage=arena";
  private static final String PLAYERS =
      "tenants/" + TENANT + "/projects/duel/stages/arena/players/";
  private static final String SCRIPT = "</textarea><script>document.title='taken'</script>";
  private static final String NOTHING = "There is nothing here";

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
    browser.press("player#profile:save");
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
    browser.find("#profile .button").click();
    Await.until(
        () -> browser.find("#profile\\:json").getAttribute("value"),
        shown -> shown.contains(SCRIPT));
    store(player, "{\"won\":2}");
    write("{\"rank\": 3}");
    browser.awaitText("Nothing was saved, and nothing of yours is lost.");
    browser.press("player#profile:save");
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
    browser.confirm("player#kick", client);
    browser.awaitText("The client " + client + " was kicked.");
    browser.confirm("player#sign-out", user);
    browser.awaitText("The player " + user + " was signed out everywhere.");
    assertThat(exported("player#export:go"))
        .contains("filename=\"player-" + user + ".json\"", "\"account\"", client);
    assertThat(browser.ask("player#erase")).isEqualTo("Erase the player " + user);
    browser.shoot("player-erase");
    browser.agree();
    Await.until(browser::text, text -> text.contains("is being erased.") || text.contains(NOTHING));
    Await.until(() -> studio.developer().get(PLAYERS + user).status(), code -> code == 404);
    browser.go("/console/player" + STAGE + "&user=" + user);
    browser.awaitTitle(NOTHING);
  }

  /** What the browser would store: the name of the file and what is in it. */
  private static String exported(String action) {
    return (String)
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[arguments.length - 1];
                const form = document.getElementById('export');
                const fields = new URLSearchParams(new FormData(form));
                fields.set(arguments[0].split('#')[1], 'Export');
                fetch(form.action, {method: 'POST', body: fields})
                  .then(async it => done(it.headers.get('Content-Disposition') + await it.text()));
                """,
                action);
  }
}
