package omgservers.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Puts the example game on the platform and plays it, with nothing but the programs and the public
 * API that every user has. What was put there before is used again.
 */
public final class Demo {
  private static final String PROJECT = "duel";
  private static final String STAGE = "default";
  private static final String DEVELOPER = "developer";
  private static final Duration WARM_MAX = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int NAMES_MAX = 9;
  private static final String PUSHED = "pushed";
  private static final String TAG = "latest";
  private static final String FOLLOWS = "demo.follows";
  private static final String PROCESS = "demo.tag";
  private static final String ENGINE = "demo.tag.docker";
  private static final String REGISTRY = "demo.tag.registry";

  private final Platform platform;
  private final Screen screen;
  private final Path root;
  private final Containers containers;

  /** The engine that runs containers, and the registry that its images come from, or null. */
  public record Containers(String engine, String registry) {
    /** The image as the engine calls it. */
    String reference(String image) {
      return registry == null ? image : registry + "/" + image;
    }
  }

  /** A demonstration on this platform; in containers, or in processes if these are null. */
  public Demo(Platform platform, Screen screen, Containers containers) {
    this.containers = containers;
    this.platform = platform;
    this.screen = screen;
    this.root = platform.installation().root();
  }

  /** Provisions what is missing, and plays a match between two players. */
  public void play() {
    Secrets secrets = platform.secrets();
    if (secrets.peek("demo.developer.password").isEmpty()) {
      provision();
    }
    String tag = tag();
    if (!secrets.peek(deployed()).equals(tag)) {
      deploy(tag);
    }
    awaitWarm();
    // A pool of our own: the common one may have a single thread, and both must play at once.
    ExecutorService players = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<Boolean> ann = CompletableFuture.supplyAsync(() -> bot("Ann"), players);
      CompletableFuture<Boolean> ben = CompletableFuture.supplyAsync(() -> bot("Ben"), players);
      if (!ann.join() || !ben.join()) {
        throw new Fault("Demo: the match was not played; see " + platform.installation().logs());
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof Fault fault ? fault : e;
    } finally {
      players.shutdown();
    }
  }

  /** What is pushed is played on a stage of its own, so that it never spoils the next start. */
  public void followPushes() {
    Secrets secrets = platform.secrets();
    String tenant = secrets.peek("demo.tenant");
    if (secrets.peek(FOLLOWS).equals(tenant)) {
      return;
    }
    login("support", "support", secrets.get("support"));
    Command.Result stage = attempt("stage", "create", tenant, PROJECT, PUSHED);
    if (stage.exitCode() != 0 && !stage.text().contains("is taken")) {
      throw new Fault("Demo: omgctl stage create: " + stage.text());
    }
    omgctl("developer", "permit", secrets.peek("demo.developer"), tenant, PROJECT, PUSHED);
    omgctl(
        "follow",
        "set",
        tenant,
        PROJECT,
        PUSHED,
        TAG,
        "--config=" + root.resolve("sdk-defold/example/duel/deployment.json"));
    secrets.put(FOLLOWS, tenant);
    loginDeveloper();
  }

  /**
   * Addresses and credentials, for the reader who wants to go on by hand, and how to push to the
   * registry of the address, or why there is none.
   */
  public void explain(String registry, String why) {
    Secrets secrets = platform.secrets();
    screen.gap();
    screen.say("admin", "user admin      password " + secrets.get("admin"));
    screen.say("support", "user support    password " + secrets.get("support"));
    screen.say(
        "developer",
        "user "
            + secrets.peek("demo.developer")
            + "  password "
            + secrets.peek("demo.developer.password"));
    screen.say("address", platform.installation().url() + "/service/v1/entrypoint/…");
    screen.say("game", secrets.peek("demo.tenant") + " / " + PROJECT + " / " + STAGE);
    if (registry == null) {
      screen.say("registry", "none, nothing can be pushed: " + why);
    } else {
      explainPushing(registry);
    }
    screen.say("logs", platform.installation().logs().toString());
  }

  private void explainPushing(String registry) {
    String project = platform.secrets().peek("demo.tenant") + "/" + PROJECT;
    String image = registry + "/" + project + ":" + TAG;
    String developer = platform.secrets().peek("demo.developer");
    screen.say("push", "docker login -u " + developer + " " + registry);
    screen.say("push", "docker build -t " + image + " . && docker push " + image);
    screen.say("push", "what is pushed becomes a version, and runs on the stage " + PUSHED);
  }

  /** A start that was cut off may have left a name behind; the next one is as good. */
  private void provision() {
    Secrets secrets = platform.secrets();
    login("support", "support", secrets.get("support"));
    for (int number = 1; number <= NAMES_MAX; number++) {
      String suffix = number == 1 ? "" : "-" + number;
      Command.Result result =
          attempt("init", "demo" + suffix, PROJECT, STAGE, "--developer", DEVELOPER + suffix);
      if (result.exitCode() == 0) {
        secrets.put("demo.tenant", "demo" + suffix);
        secrets.put("demo.developer", DEVELOPER + suffix);
        secrets.put("demo.developer.password", value(result, "password"));
        return;
      }
      if (!result.text().contains("is taken")) {
        throw new Fault("Demo: omgctl init: " + result.text());
      }
    }
    throw new Fault("Demo: the tenants demo to demo-" + NAMES_MAX + " are taken.");
  }

  private static String value(Command.Result result, String name) {
    return result.lines().stream()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(() -> new Fault("Demo: omgctl did not tell the " + name + "."));
  }

  /** What was deployed last is kept for each kind of game server. */
  private String deployed() {
    if (containers == null) {
      return PROCESS;
    }
    return containers.registry == null ? ENGINE : REGISTRY;
  }

  private void deploy(String tag) {
    Secrets secrets = platform.secrets();
    loginDeveloper();
    Path example = root.resolve("sdk-defold/example/duel");
    List<String> command =
        new ArrayList<>(
            List.of(
                "version",
                "deploy",
                secrets.peek("demo.tenant"),
                PROJECT,
                STAGE,
                "--config",
                example.resolve("version.json").toString(),
                "--deployment",
                example.resolve("deployment.json").toString(),
                "--tag",
                tag));
    if (containers == null) {
      command.addAll(
          List.of(
              "--folder",
              image().toString(),
              "--store",
              platform.installation().images().toString()));
    } else {
      String name = containers.reference(secrets.peek("demo.tenant") + "/" + PROJECT + ":" + tag);
      screen.say("image", "docker build -t " + name);
      new GameImage(root.resolve("sdk-defold/target/container"))
          .build(containers.engine, name, image());
    }
    omgctl(command.toArray(String[]::new));
    List.of(PROCESS, ENGINE, REGISTRY).forEach(kind -> secrets.put(kind, ""));
    secrets.put(deployed(), tag);
  }

  private Path image() {
    return root.resolve("sdk-defold/target/image");
  }

  /** Names the image by its content: a changed game is a new version, the same one is not. */
  private String tag() {
    CRC32 sum = new CRC32();
    try (Stream<Path> files = Files.walk(image())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        sum.update(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new Fault("Build: " + image() + " is missing; build with ./mvnw package first.", e);
    }
    return "v" + Long.toHexString(sum.getValue());
  }

  private void login(String role, String user, String password) {
    Command.Result result =
        ctl(Map.of("OMGCTL_PASSWORD", password), "login", "--role", role, "--user", user, server());
    if (result.exitCode() != 0) {
      throw new Fault("Demo: omgctl login: " + result.text());
    }
  }

  private void loginDeveloper() {
    Secrets secrets = platform.secrets();
    login("developer", secrets.peek("demo.developer"), secrets.peek("demo.developer.password"));
  }

  private String server() {
    return "--server=" + platform.installation().url();
  }

  private Command.Result attempt(String... arguments) {
    screen.say("omgctl", String.join(" ", shortened(arguments)));
    return ctl(Map.of(), arguments);
  }

  private List<String> shortened(String... arguments) {
    return Arrays.stream(arguments)
        .map(each -> each.replace(root + "/", "").replace(root.toString(), "."))
        .toList();
  }

  private void omgctl(String... arguments) {
    Command.Result result = attempt(arguments);
    if (result.exitCode() != 0) {
      throw new Fault("Demo: omgctl " + arguments[0] + ": " + result.text());
    }
  }

  private Command.Result ctl(Map<String, String> environment, String... arguments) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("OMGCTL_HOME", platform.installation().data().resolve("omgctl").toString());
    return new Command(root.resolve("ctl/target/omgctl.jar"), List.of(arguments), all)
        .run(List.of(), line -> {});
  }

  /** A lobby and a match are started before anybody comes: that is what makes it quick. */
  private void awaitWarm() {
    loginDeveloper();
    Instant begin = Instant.now();
    while (true) {
      String list =
          ctl(Map.of(), "runtime", "list", platform.secrets().peek("demo.tenant"), PROJECT, STAGE)
              .lines()
              .stream()
              .map(String::strip)
              .reduce("", (all, line) -> all + line + "\n");
      if (list.matches("(?s).* LOBBY +READY .*") && list.matches("(?s).* MATCH +READY .*")) {
        screen.say("runtimes", "a lobby and a match are ready");
        return;
      }
      if (Instant.now().isAfter(begin.plus(WARM_MAX))) {
        throw new Fault("Demo: no lobby and match within " + WARM_MAX + ":\n" + list);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault("Interrupted.", e);
    }
  }

  private boolean bot(String name) {
    Path sdk = root.resolve("sdk-defold");
    List<String> arguments = new ArrayList<>();
    arguments.add(sdk.resolve("example/duel/bot.lua").toString());
    arguments.add(platform.installation().url().toString());
    arguments.addAll(List.of(platform.secrets().peek("demo.tenant"), PROJECT, STAGE));
    Command.Result result =
        new Command(sdk.resolve("target/omgservers-lua-host.jar"), arguments, Map.of())
            .run(List.of("-Dlua.path=" + sdk), line -> screen.say(name, line));
    return result.exitCode() == 0 && result.lines().contains("finished");
  }
}
