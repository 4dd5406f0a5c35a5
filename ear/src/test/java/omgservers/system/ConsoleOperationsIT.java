package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Pool, shards, audit, API keys and the own password in the console. */
class ConsoleOperationsIT {
  private static final String TENANT = "console-operations";
  private static final String SCRIPT = "<script>document.title='taken'</script>";
  private static final String SERVER = "console-rack";

  private static ConsoleBrowser browser;
  private static Studio studio;
  private static String version;

  @BeforeAll
  static void open() {
    ConsoleBrowser.require();
    studio = Studio.open(TestPlatform.get(), TENANT);
    version = studio.version("one");
    studio.deploy(version, studio.stage("measured"));
    browser = ConsoleBrowser.open(TestPlatform.get().installation().url());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (studio != null) {
      studio.developer().delete("tenants/" + TENANT + "/projects/duel/stages/measured");
    }
  }

  @BeforeEach
  void forget() {
    browser.forget();
    browser.complaints();
  }

  private static void signInAsAdmin() {
    browser.signIn("admin", TestPlatform.get().secrets().get("admin"));
  }

  private static void fill(String field, String text) {
    WebElement found = browser.find("#" + field.replace(":", "\\:"));
    found.clear();
    found.sendKeys(text);
  }

  @Test
  void addsChangesDrainsAndRemovesAServer() {
    signInAsAdmin();
    browser.go("/console/pool");
    fill("new:name", "a rack");
    browser.find("#new\\:driver option[value='process']").click();
    browser.press("pool#new:add");
    browser.awaitText("name must be 1 to 64 letters");
    fill("new:name", SERVER);
    fill("new:memory", "1024");
    browser.press("pool#new:add");
    browser.awaitTitle(SERVER);
    String id = browser.find("button[data-ask='drain']").getAttribute("data-subject");
    browser.confirm("pool-server#drain", id);
    browser.awaitText("The server " + SERVER + " drains.");
    fill("change:slots", "3");
    browser.press("pool-server#change:save");
    browser.awaitText("The server " + SERVER + " was changed.");
    Await.until(() -> browser.find("[data-figure$='.slots']").getText(), "3"::equals);
    browser.shootAll("pool-server");
    // Somebody else changes it while the form is filled in.
    Calls admin =
        new Calls(
            studio.service().url(),
            studio.service().token("admin", "admin", TestPlatform.get().secrets().get("admin")));
    assertThat(
            admin
                .patch("/api/v1/pool/servers/" + SERVER, "{\"slots\":4}", "If-Match", "*")
                .status())
        .isEqualTo(200);
    fill("change:slots", "5");
    browser.press("pool-server#change:save");
    browser.awaitText("was changed meanwhile; read it again.");
    assertThat(browser.find("#change\\:slots").getAttribute("value")).isEqualTo("5");
    browser.confirm("pool-server#undrain", id);
    browser.awaitText("takes game servers again.");
    browser.confirm("pool-server#drain", id);
    browser.awaitText("The server " + SERVER + " drains.");
    browser.go("/console/pool");
    browser.awaitText(SERVER);
    browser.shootAll("pool");
    browser.go("/console/pool-server?server=" + SERVER);
    assertThat(browser.ask("pool-server#remove")).isEqualTo("Remove " + SERVER);
    browser.agree();
    browser.awaitText("The server " + SERVER + " was removed.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void tellsTheSupportWhatRunsOnAServerAndWhatElseWouldFit() {
    browser.signInAsSupport();
    browser.go("/console/pool");
    assertThat(browser.all("#new")).isEmpty();
    browser.find(".servers a[href$='server=local']").click();
    browser.awaitTitle("local");
    assertThat(browser.all("button[data-ask='drain'], #change")).isEmpty();
    Await.until(
        () -> {
          browser.driver().navigate().refresh();
          return browser.all("section[aria-labelledby='runs-title'] tbody tr");
        },
        rows -> !rows.isEmpty());
    browser.find("#version").sendKeys("1", Keys.ENTER);
    browser.awaitText("Nothing was measured of this version yet.");
    Await.until(
        () -> {
          browser.go("/console/pool-server?server=local&version=" + version);
          return browser.all("section[aria-labelledby='advice-title'] tbody tr");
        },
        rows -> !rows.isEmpty());
    assertThat(browser.find("section[aria-labelledby='advice-title'] tbody tr").getText())
        .contains("lobby");
    browser.shootAll("pool-advice");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void showsTheShardsAndInstances() {
    browser.signInAsSupport();
    browser.go("/console/shards");
    Await.until(
        () -> browser.find("[data-figure='shards.s0.rows.accounts']").getText(),
        text -> text.matches("[0-9,]+"));
    assertThat(browser.find("[data-figure='shards.s0.lag']").getText()).matches("[0-9,]+ s");
    assertThat(browser.all("svg.slots path[d^=M]")).hasSizeGreaterThan(1);
    assertThat(browser.text()).contains("answers you");
    browser.shootAll("shards");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void searchesTheAuditAndShowsWhatIsDifferent() {
    String permissions = "tenants/" + TENANT + "/permissions/" + person().get(0);
    studio.support().put(permissions, "*", "{\"rights\":[\"TENANT_VIEWER\"]}").is(200);
    studio.support().put(permissions, "*", "{\"rights\":[\"PROJECT_MANAGER\"]}").is(200);
    browser.signIn(studio.developerId(), studio.developerPassword());
    browser.go("/console/audit");
    browser.awaitText("Name a tenant of yours");
    browser.find("#tenant").sendKeys(TENANT);
    browser.find("#operation").sendKeys("permissions.change", Keys.ENTER);
    Await.until(browser::path, path -> path.contains("operation=permissions.change"));
    assertThat(browser.all(".records summary"))
        .isNotEmpty()
        .allMatch(record -> record.getText().startsWith("permissions.change support"));
    browser.find(".records summary").click();
    assertThat(browser.find(".diff ins").getText()).contains("PROJECT_MANAGER");
    assertThat(browser.find(".diff del").getText()).contains("TENANT_VIEWER");
    browser.shootAll("audit");
    browser.find(".records dd a").click();
    Await.until(browser::path, path -> path.contains("entity="));
    browser
        .driver()
        .executeScript(
            "const it = document.getElementById('to-local'); it.value = '2020-01-31T12:00';"
                + " it.dispatchEvent(new Event('change'));");
    browser.find("form[role='search'] button").click();
    browser.awaitText("No change fits this search.");
    assertThat(browser.path()).contains("to=2020-01-31T");
    assertThat(browser.complaints()).isEmpty();
    browser.go("/console/audit?tenant=demo");
    browser.awaitTitle("There is nothing here");
  }

  /** A developer of their own, who signs in with it. */
  private static List<String> person() {
    Service.Answer made =
        studio.service().support("create-developer", "{}", Administration.support().token());
    return List.of(made.text("user_id"), made.text("password"));
  }

  @Test
  void makesAKeyShowsItOnceAndRevokesIt() {
    List<String> person = person();
    browser.signIn(person.get(0), person.get(1));
    browser.go("/console/keys");
    browser.press("keys#new:make");
    browser.awaitText("name must not be blank");
    fill("new:name", SCRIPT);
    browser.press("keys#new:make");
    browser.awaitText("The key " + SCRIPT + " was made.");
    String text = browser.find("#fresh-key").getText();
    assertThat(browser.driver().getTitle()).startsWith("Account and keys");
    browser.shootAll("keys");
    assertThat(signIn(person.get(0), text)).isEqualTo(201);
    browser.driver().navigate().refresh();
    browser.awaitTitle("Account and keys");
    assertThat(browser.driver().getPageSource()).doesNotContain(text);
    String id = browser.find("button[data-ask='revoke']").getAttribute("data-subject");
    browser.confirm("keys#revoke", id);
    browser.awaitText("The key " + id + " was revoked.");
    assertThat(signIn(person.get(0), text)).isEqualTo(401);
    assertThat(browser.complaints()).isEmpty();
  }

  private static int signIn(String user, String key) {
    return AccountApi.nobody().signIn(user, key).status();
  }

  @Test
  void changesTheOwnPassword() {
    List<String> person = person();
    String fresh = "correct horse battery staple";
    browser.signIn(person.get(0), person.get(1));
    browser.go("/console/keys");
    password(person.get(1), fresh, "another one altogether");
    browser.awaitText("fresh is not the same both times");
    password("not the password", fresh, fresh);
    browser.awaitText("password is wrong");
    password(person.get(1), fresh, fresh);
    browser.awaitTitle("Sign in");
    browser.signIn(person.get(0), fresh);
    assertThat(browser.driver().findElements(By.cssSelector(".fault"))).isEmpty();
  }

  private static void password(String current, String fresh, String again) {
    fill("password:current", current);
    fill("password:fresh", fresh);
    fill("password:again", again);
    browser.press("keys#password:change");
  }
}
