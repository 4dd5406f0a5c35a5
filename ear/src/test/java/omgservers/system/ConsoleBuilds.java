package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;

/** Builds, images, and what waits for room, in the console of a world with a registry. */
final class ConsoleBuilds {
  private static final String PROJECT =
      "?tenant=" + RegistryWorld.TENANT + "&project=" + RegistryWorld.PROJECT;

  private final RegistryWorld world;
  private final BuildYard yard;
  private final ConsoleBrowser browser;

  ConsoleBuilds(RegistryWorld world, BuildYard yard, ConsoleBrowser browser) {
    this.world = world;
    this.yard = yard;
    this.browser = browser;
  }

  private void signIn(RegistryWorld.Account account) {
    browser.forget();
    browser.signIn(account.id(), account.password());
  }

  /** The log grows on a page that is not got anew; the build is cancelled there. */
  void watchAndCancel(String dockerfile, String wish) {
    signIn(world.developer());
    browser.go("/console/builds" + PROJECT);
    browser.awaitTitle("Builds");
    String id = yard.build(dockerfile, wish);
    yard.awaitLog(id, "<b>began</b>");
    browser.go("/console/build" + PROJECT + "&build=" + id);
    browser.awaitText("<b>began</b>");
    browser.driver().executeScript("window.notReloaded = true");
    int lines = browser.all(".log div").size();
    Await.until(() -> browser.all(".log div").size(), now -> now > lines);
    assertThat(browser.driver().executeScript("return window.notReloaded")).isEqualTo(true);
    assertThat(browser.all(".log b")).isEmpty();
    browser.shoot("build-live");
    browser.confirm("build#cancel", id);
    Await.until(browser::text, text -> text.contains("cancelled"));
    yard.ended(id, "CANCELLED");
    // The page shows that it is over without being asked again.
    Await.until(() -> browser.all("button[data-ask='repeat']").size(), found -> found == 1);
    browser.shootAll("build");
    browser.confirm("build#repeat", id);
    // The page is got anew as the build begins, which may be before one has read that it is queued.
    browser.awaitText("running");
    browser.confirm("build#cancel", id);
    yard.ended(id, "CANCELLED");
    browser.go("/console/builds" + PROJECT);
    browser.awaitText("cancelled");
    browser.shootAll("builds");
    assertThat(browser.complaints()).isEmpty();
    offersWhatOneMayDo(id);
  }

  /** What was built is an image of somebody. */
  void findImage(String id) {
    String digest = yard.ended(id, "SUCCEEDED").path("digest").asText();
    browser.go("/console/images" + PROJECT + "&state=version");
    browser.awaitText(digest);
    browser.shootAll("images");
    deleteImage();
    assertThat(browser.complaints()).isEmpty();
    signIn(world.stranger());
    for (String page : new String[] {"builds", "images", "build"}) {
      browser.go("/console/" + page + PROJECT + "&build=" + id);
      browser.awaitTitle("There is nothing here");
    }
    // That there is nothing is told as an error, too.
    browser.complaints();
  }

  /** The staff may do everything with a build, and who may only look nothing. */
  private void offersWhatOneMayDo(String id) {
    RegistryWorld.Account viewer = world.developer("PROJECT_VIEWER");
    RegistryWorld.Account admin = world.adminAccount();
    String support = world.platform().secrets().get("support");
    for (String page : new String[] {"builds", "build", "images"}) {
      String address = "/console/" + page + PROJECT + "&build=" + id;
      assertThat(page(viewer.id(), viewer.password(), address)).doesNotContain("data-ask=");
      page("support", support, address);
      page(admin.id(), admin.password(), address);
    }
    String build = "/console/build" + PROJECT + "&build=" + id;
    assertThat(page("support", support, build)).contains("data-ask=\"repeat\"");
  }

  private String page(String user, String password, String address) {
    URI url = world.platform().installation().url();
    HttpResponse<String> page = ConsoleCalls.signIn(url, user, password).get(address);
    assertThat(page.statusCode()).as(user + " at " + address).isEqualTo(200);
    return page.body();
  }

  /** What cannot become a version is thrown away. */
  private void deleteImage() {
    String name = world.reference("useless");
    world
        .desk()
        .shellImage(
            name, "exec sleep 605", RegistryWorld.label("com.omgservers.config", "{\"modes\":[]}"));
    world.push(world.loggedIn(world.developer()), name);
    String digest =
        world
            .image("useless", it -> it.path("state").asText().equals("REFUSED"))
            .path("digest")
            .asText();
    signIn(world.adminAccount());
    browser.go("/console/registry");
    browser.press("registry#check:go");
    browser.awaitText("The registry is being compared");
    // What was found is shown without being asked for again.
    browser.awaitText(digest);
    browser.shootAll("registry");
    browser.go("/console/images" + PROJECT + "&state=refused");
    browser.confirm("images#remove", digest);
    browser.awaitText("The image " + digest + " is being deleted.");
  }

  /** What finds no room is told with the reason, by itself. */
  void showWhatWaits(String version) {
    try {
      drainAndDeploy(version);
    } finally {
      Calls admin = new Calls(world.platform().installation().url(), world.admin().token());
      admin.patch("/api/v1/pool/servers/eu-1", "{\"draining\":false}", "If-Match", "*");
    }
  }

  private void drainAndDeploy(String version) {
    String stage = world.project() + "/stages/full";
    world.support().post(world.project() + "/stages", "{\"alias\":\"full\"}").is(201);
    signIn(world.adminAccount());
    browser.go("/console/pool-server?server=eu-1");
    String server = browser.find("button[data-ask='drain']").getAttribute("data-subject");
    browser.confirm("pool-server#drain", server);
    browser.awaitText("The server eu-1 drains.");
    browser.go("/console/pool");
    browser.awaitText("Nothing waits for room.");
    world
        .support()
        .post(
            stage + "/deployments",
            "{\"version_id\":%s,\"config\":{\"min_lobbies\":1}}".formatted(version))
        .is(201);
    browser.awaitText("No pool server takes game servers: eu-1 drains.");
    browser.shootAll("pool-waiting");
    assertThat(browser.complaints()).isEmpty();
    world.support().delete(stage).is(202);
    browser.go("/console/pool-server?server=eu-1");
    browser.confirm("pool-server#undrain", server);
    browser.awaitText("The server eu-1 takes game servers again.");
  }
}
