package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The console as a person sees it: in a real browser, with screenshots in target/console. */
final class ConsoleBrowser implements AutoCloseable {
  static final Dimension DESK = new Dimension(1280, 900);
  static final Dimension PHONE = new Dimension(390, 844);

  private static final Path SHOTS = Path.of("target", "console").toAbsolutePath();
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String AXE =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations']})
        .then(found => done(found.violations.flatMap(each => each.nodes.map(node =>
          each.id + ': ' + node.target.join(' ') + ' ' + node.html.slice(0, 200) + ' ' + node.any.map(it => it.message)))))
        .catch(fault => done(['axe failed: ' + fault]));
      """;

  private final URI url;
  private final ChromeDriver driver;
  private final String axe;

  private ConsoleBrowser(URI url, ChromeDriver driver) {
    this.url = url;
    this.driver = driver;
    this.axe = axeScript();
  }

  /** A browser of its own, in which nobody is signed in. */
  static ConsoleBrowser open(URI url) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(program("chromium").orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--hide-scrollbars",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en",
        "--user-data-dir=" + TestPlatform.fresh("browser-" + NUMBER.incrementAndGet()));
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, java.util.logging.Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
            .build();
    ChromeDriver driver = new ChromeDriver(service, options);
    driver.manage().window().setSize(DESK);
    driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(90));
    return new ConsoleBrowser(url, driver);
  }

  /** Whether the browser and its driver are there; where all tests must run, they have to be. */
  static void require() {
    boolean found = program("chromium").isPresent() && program("chromedriver").isPresent();
    if ("true".equals(System.getenv("CI"))) {
      assertThat(found).as("a browser: install chromium and chromium-driver").isTrue();
    }
    if (!found) {
      System.out.println(
          "No browser: tests of the console are left out. Install chromium and chromium-driver.");
    }
    org.junit.jupiter.api.Assumptions.assumeTrue(found, "no chromium and chromedriver");
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String axeScript() {
    try (InputStream script = ConsoleBrowser.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Goes to the address of the console. */
  ConsoleBrowser go(String path) {
    driver.get(url.resolve(path).toString());
    return this;
  }

  /** Signs in on the page that is shown. */
  void signInHere(String user, String password) {
    find("#signin\\:user").clear();
    find("#signin\\:user").sendKeys(user);
    find("#signin\\:password").sendKeys(password);
    press("sign-in#signin:go");
  }

  /** Is nobody again, at the page where one signs in. */
  void forget() {
    go("/console/sign-in");
    driver.manage().deleteAllCookies();
  }

  /** Signs in, and is where everybody begins. */
  ConsoleBrowser signIn(String user, String password) {
    go("/console/");
    signInHere(user, password);
    awaitTitle("Overview");
    return this;
  }

  ConsoleBrowser signInAsSupport() {
    return signIn("support", TestPlatform.get().secrets().get("support"));
  }

  /** The first element, waited for. */
  WebElement find(String selector) {
    return Await.until(() -> all(selector), found -> !found.isEmpty()).get(0);
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /** The heading of the page. */
  String title() {
    List<WebElement> found = all("h1");
    return found.isEmpty() ? "" : textOf(found.get(0));
  }

  private static String textOf(WebElement element) {
    try {
      return element.getText();
    } catch (org.openqa.selenium.StaleElementReferenceException e) {
      return "";
    }
  }

  /** Waits for the page with this heading. */
  void awaitTitle(String title) {
    Await.until(this::title, title::equals);
  }

  /** Waits until the page has the text, and gives all of it. */
  String awaitText(String text) {
    return Await.until(this::text, shown -> shown.contains(text));
  }

  /**
   * All text that is shown. As the browser tells it: putting it together element by element, as the
   * driver does, takes many seconds for a long log on a busy machine.
   */
  String text() {
    return String.valueOf(
        driver.executeScript(
            "return document.body ? document.body.innerText.replaceAll('\\t', ' ') : ''"));
  }

  /** The path and parameters of the present page. */
  String path() {
    URI present = URI.create(driver.getCurrentUrl());
    return present.getRawPath()
        + (present.getRawQuery() == null ? "" : "?" + present.getRawQuery());
  }

  /**
   * Presses a button of the present page, as its name and the button's id, such as <code>
   * tenants#new:make</code>. A test of the sources finds by these names what nobody presses.
   */
  void press(String action) {
    find("#" + on(action).replace(":", "\\:")).click();
  }

  private String on(String action) {
    String[] parts = action.split("#", -1);
    if (!parts[0].equals("layout")) {
      assertThat(path()).startsWith("/console/").matches("/console/" + parts[0] + "(\\?.*)?");
    }
    return parts[1];
  }

  /** Presses the only button that asks for this, such as <code>stage#delete</code>. */
  String ask(String action) {
    return asked("button[data-ask='%s']".formatted(on(action)));
  }

  /** The same where there are several such buttons; what the dialog is called. */
  String ask(String action, String subject) {
    return asked("button[data-ask='%s'][data-subject='%s']".formatted(on(action), subject));
  }

  private String asked(String button) {
    find(button).click();
    return find("dialog[open] h2").getText();
  }

  /** Says yes in the dialog that is open. */
  void agree() {
    find("dialog[open] input[type=submit]").click();
  }

  /** Presses the button that asks, and says yes. */
  void confirm(String action, String subject) {
    ask(action, subject);
    agree();
  }

  /** Keeps how the page looks. */
  void shoot(String name) {
    try {
      Files.createDirectories(SHOTS);
      Files.write(SHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Keeps how the page looks at a desk and on a phone, dark and light; nothing may stick out. */
  void shootAll(String name) {
    for (Map.Entry<String, Dimension> size : Map.of("desk", DESK, "phone", PHONE).entrySet()) {
      driver.executeCdpCommand(
          "Emulation.setDeviceMetricsOverride",
          Map.of(
              "width",
              size.getValue().width,
              "height",
              size.getValue().height,
              "deviceScaleFactor",
              1,
              "mobile",
              false));
      for (String look : List.of("light", "dark")) {
        driver.executeScript("document.documentElement.dataset.look = arguments[0]", look);
        shoot(name + "-" + size.getKey() + "-" + look);
        assertThat(faults()).as(name + " " + size.getKey() + " " + look).isEmpty();
      }
      Object wide =
          driver.executeScript("return document.documentElement.scrollWidth > window.innerWidth");
      assertThat(wide).as(name + " is wider than the " + size.getKey()).isEqualTo(false);
    }
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** What breaks WCAG A or AA on the present page. */
  @SuppressWarnings("unchecked")
  List<String> faults() {
    driver.executeScript("if (!window.axe) { " + axe + " }");
    return (List<String>) driver.executeAsyncScript(AXE);
  }

  /** What the browser complained of since the last call: errors of scripts, blocked parts. */
  List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue())
        .map(Object::toString)
        .toList();
  }

  @Override
  public void close() {
    driver.quit();
  }
}
