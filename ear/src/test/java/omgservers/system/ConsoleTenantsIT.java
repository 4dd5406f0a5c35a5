package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** Tenants, projects, stages and deployments in the console, and who sees which. */
class ConsoleTenantsIT {
  private static final String TENANT = "console-studio";
  private static final String PROJECT = "tenant=" + TENANT + "&project=duel";

  private static ConsoleBrowser browser;
  private static Studio studio;
  private static String version;

  @BeforeAll
  static void open() {
    ConsoleBrowser.require();
    studio = Studio.open(TestPlatform.get(), TENANT);
    version = studio.version("one");
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

  @Test
  void showsADeveloperTheirOwnTenantsOnly() {
    signInAsDeveloper();
    browser.go("/console/tenants");
    browser.awaitTitle("Tenants");
    assertThat(browser.text()).contains(TENANT).doesNotContain("demo", "New tenant");
    for (String foreign :
        List.of(
            "/console/tenant?tenant=demo",
            "/console/project?tenant=demo&project=duel",
            "/console/stage?tenant=demo&project=duel&stage=default",
            "/console/tenant?tenant=nobody")) {
      browser.go(foreign);
      browser.awaitTitle("There is nothing here");
    }
  }

  @Test
  void showsWhoMayOnlyLookNothingToDo() {
    String stage = studio.stage("looked-at");
    Service.Answer made =
        studio.service().support("create-developer", "{}", studio.support().token());
    String path = "tenants/" + TENANT + "/projects/duel";
    studio
        .support()
        .put(
            path + "/permissions/" + made.text("user_id"),
            null,
            "{\"rights\":[\"PROJECT_VIEWER\"]}")
        .is(200);
    studio
        .support()
        .put(
            path + "/stages/" + stage + "/permissions/" + made.text("user_id"),
            null,
            "{\"rights\":[\"STAGE_VIEWER\"]}")
        .is(200);
    browser.signIn(made.text("user_id"), made.text("password"));
    browser.go("/console/stage?" + PROJECT + "&stage=looked-at");
    browser.awaitTitle("looked-at");
    assertThat(offered()).isEmpty();
    browser.go("/console/project?" + PROJECT);
    browser.awaitTitle("duel");
    assertThat(offered()).isEmpty();
    browser.go("/console/tenant?tenant=" + TENANT);
    browser.awaitText("You may not list the projects of this tenant.");
    browser.find("#project").sendKeys("duel");
    browser.find("main form button").click();
    browser.awaitTitle("duel");
  }

  /** What can be pressed on the page; dialogs that are closed are not shown. */
  private static List<String> offered() {
    return browser.all("main button, main input[type=submit]").stream()
        .filter(WebElement::isDisplayed)
        .map(WebElement::getText)
        .toList();
  }

  @Test
  void tellsNobodyOfAForeignStageAsItChanges() {
    signInAsDeveloper();
    for (String topic :
        List.of("stage&tenant=demo&project=duel&stage=default", "stage", "nothing")) {
      Object status =
          browser
              .driver()
              .executeAsyncScript(
                  "const done = arguments[1]; fetch('/console/live?topic=' + arguments[0])"
                      + ".then(answer => done(answer.status))",
                  topic);
      assertThat(status).as(topic).isEqualTo(404L);
    }
  }

  @Test
  void makesATenantAProjectAndAStageAndNamesThem() {
    browser.signInAsSupport();
    browser.go("/console/tenants");
    browser.find("#new\\:alias").sendKeys("console-made");
    browser.press("tenants#new:make");
    browser.awaitTitle("console-made");
    browser.awaitText("The tenant console-made was made.");
    browser.find("#new\\:project").sendKeys("arena");
    browser.find("#new\\:stage").sendKeys("first");
    browser.shootAll("tenant");
    browser.press("tenant#new:make");
    browser.awaitTitle("arena");
    browser.find("#new\\:stage").sendKeys("second");
    browser.press("project#new:make");
    browser.awaitText("The stage second was made.");
    browser.find("#names\\:form\\:fresh").sendKeys("arena");
    browser.press("project#names:form:add");
    browser.find("#names\\:form\\:fresh").sendKeys("colosseum");
    browser.press("project#names:form:add");
    browser.awaitText("The name colosseum was added.");
    browser.confirm("project#unname", "arena");
    browser.awaitTitle("colosseum");
    browser.awaitText("The name arena was freed.");
    browser.shootAll("project");
    assertThat(browser.ask("project#delete")).isEqualTo("Delete the project colosseum");
    browser.shoot("confirm");
    browser.agree();
    browser.awaitText("The deletion of colosseum has begun.");
    browser.go("/console/tenants?alias=console-made");
    browser.awaitText("console-made");
    browser.shootAll("tenants");
    browser.go("/console/tenant?tenant=console-made");
    browser.find("#names\\:form\\:fresh").sendKeys("console-renamed");
    browser.press("tenant#names:form:add");
    browser.awaitText("The name console-renamed was added.");
    browser.confirm("tenant#unname", "console-made");
    browser.awaitTitle("console-renamed");
    browser.awaitText("of 20,480 MiB, as every tenant may");
    browser.find("#quota\\:mib").sendKeys("1073741825");
    browser.press("tenant#quota:set");
    browser.awaitText("quota_mib");
    browser.find("#quota\\:mib").clear();
    browser.find("#quota\\:mib").sendKeys("2048");
    browser.press("tenant#quota:set");
    browser.awaitText("of 2,048 MiB, as was set for this tenant");
    assertThat(browser.ask("tenant#delete")).isEqualTo("Delete the tenant console-renamed");
    browser.agree();
    browser.awaitText("The deletion of console-renamed has begun.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void deploysDrainsAndRollsBackWhileThePictureShowsIt() {
    String stage = studio.stage("pictured");
    String address = "/console/stage?" + PROJECT + "&stage=pictured";
    signInAsDeveloper();
    browser.go(address);
    browser.awaitText("Nothing is deployed here.");
    browser.press("stage#deploy:go");
    browser.awaitText("is deployed; what ran before drains.");
    browser.driver().executeScript("window.notReloaded = true");
    Await.until(() -> browser.all(".deployment .box").size(), boxes -> boxes > 0);
    assertThat(browser.driver().executeScript("return window.notReloaded")).isEqualTo(true);
    assertThat(browser.find(".deployment.takes h3").getText())
        .isEqualTo("Version one · " + version);
    browser.shootAll("stage");
    browser.find("td a[href*='deployment=']").click();
    browser.awaitText("There is no match.");
    browser.shootAll("deployment");
    browser.go("/console/version?" + PROJECT + "&version=" + version);
    browser.awaitTitle("Version " + version);
    browser.shootAll("version");
    browser.go(address);
    String first = browser.find("button[data-ask='drain']").getAttribute("data-subject");
    browser.confirm("stage#drain", first);
    browser.awaitText("Deployment " + first + " drains.");
    browser.confirm("stage#roll-back", first);
    browser.awaitText("is deployed; what ran before drains.");
    for (String each :
        studio
            .developer()
            .get("tenants/" + TENANT + "/projects/duel/stages/" + stage + "/deployments")
            .values("id")) {
      browser.go(address);
      if (!browser.all("button[data-ask='end'][data-subject='" + each + "']").isEmpty()) {
        browser.confirm("stage#end", each);
        browser.awaitText("Deployment " + each + " ends.");
      }
    }
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void showsFiguresThatChangeByThemselves() {
    String stage = studio.stage("watched");
    studio.deploy(version, stage);
    signInAsDeveloper();
    Await.until(ConsoleTenantsIT::players, "0"::equals);
    browser.driver().executeScript("window.notReloaded = true");
    Service.Answer entered =
        Await.until(
            () -> studio.enter(studio.service().signUp(), stage), answer -> answer.status() == 200);
    Connector player = new Connector(entered.body().path("connector_config"));
    Await.until(ConsoleTenantsIT::players, text -> !"0".equals(text));
    assertThat(browser.driver().executeScript("return window.notReloaded")).isEqualTo(true);
    player.close();
    studio.developer().delete("tenants/" + TENANT + "/projects/duel/stages/" + stage);
  }

  private static String players() {
    return browser.find("[data-figure='counts.players']").getText();
  }
}
