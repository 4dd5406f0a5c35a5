package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A studio is built and taken down again by scripts of plain commands, on an installation of its
 * own: nothing is left of it but the audit.
 */
class StudioIT {
  private static final int MINUTES_MAX = 10;

  private static Platform platform;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    Installation installation =
        new Installation(
            TestPlatform.ROOT,
            TestPlatform.fresh("studio"),
            TestPlatform.freePort(),
            Map.of(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER));
    platform = Platform.start(installation, new Screen(System.out));
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  /** Runs a script to its end; its output is for whoever looks for a fault. */
  private String run(String script) throws IOException, InterruptedException {
    Path file = TestPlatform.ROOT.resolve("ear/src/test/resources/studio").resolve(script);
    Path output = folder.resolve(script + ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("sh", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold");
    Map<String, String> environment = builder.environment();
    String tools = TestPlatform.ROOT.resolve("ctl/target").toAbsolutePath().toString();
    environment.merge("PATH", tools, (path, added) -> added + File.pathSeparator + path);
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("OMGCTL_HOME", folder.resolve("home").toString());
    environment.put("OMGCTL_SERVER", platform.installation().url().toString());
    environment.put("SUPPORT_PASSWORD", platform.secrets().get("support"));
    environment.put("WORK", folder.toString());
    environment.put("GAME", sdk.resolve("example/duel").toString());
    environment.put("IMAGE", sdk.resolve("target/image").toString());
    environment.put("STORE", platform.installation().images().toString());
    Process process = builder.start();
    process.getOutputStream().close();
    assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as(script).isTrue();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as(text).isZero();
    return text;
  }

  @Test
  void leavesNothingBehindButTheAudit() throws IOException, InterruptedException {
    Map<String, Long> before = rows();
    String built = run("build-studio.sh");
    assertThat(built).contains("lobbies: 1 READY").containsPattern("duel +0 ");
    String player = join();
    assertThat(rows()).isNotEqualTo(before);
    String gone = run("take-down-studio.sh");
    assertThat(gone.lines().filter("gone"::equals)).hasSize(4);
    assertThat(Await.until(StudioIT::rows, before::equals)).isEqualTo(before);
    Administration support = support();
    assertThat(support.get("tenants?alias=nova").is(200).values("id")).isEmpty();
    assertThat(support.get("accounts?alias=nova-lead").is(200).values("id")).isEmpty();
    assertThat(service().signIn(player, "whatever")).isEmpty();
    assertThat(support.get("audit?limit=200").is(200).values("operation"))
        .contains("tenant.create", "tenant.deleted");
  }

  /** A player who is there when all of it goes. */
  private static String join() {
    Service.User user = service().signUp();
    Service.Answer entered =
        service()
            .player(
                "create-client",
                "{\"tenant\":\"nova\",\"project\":\"duel\",\"stage\":\"live\"}",
                user.token());
    assertThat(entered.status()).as(entered.toString()).isEqualTo(200);
    return user.id();
  }

  private static Service service() {
    return new Service(platform.installation().url());
  }

  /** Answers that are kept for requests that come again go by their age. */
  private static Map<String, Long> rows() {
    Map<String, Long> rows = Rows.count(platform);
    rows.keySet().removeIf(table -> table.endsWith(".idempotent_call"));
    return rows;
  }

  private static Administration support() {
    Service service = service();
    return new Administration(
        service.url(), service.token("support", "support", platform.secrets().get("support")));
  }
}
