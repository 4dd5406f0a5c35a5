package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the control tool does without a server; with one it is tested by the system tests. */
class OmgctlTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path home;

  private int run(String... arguments) {
    CommandLine command = Omgctl.commandLine(Map.of("OMGCTL_HOME", home.toString()));
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  private static String token(Instant issued, Instant expires) {
    String claims =
        "{\"iat\":%d,\"exp\":%d}".formatted(issued.getEpochSecond(), expires.getEpochSecond());
    return "x."
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".x";
  }

  @Test
  void saysThatTheServerDoesNotAnswer() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    assertThat(run("ping", "--server", "http://127.0.0.1:" + port)).isEqualTo(Trouble.UNREACHABLE);
    assertThat(err.toString().strip()).isEqualTo("http://127.0.0.1:" + port + " does not answer.");
  }

  @Test
  void asksForALoginFirst() {
    assertThat(run("tenant", "create", "acme")).isEqualTo(Trouble.LOGIN);
    assertThat(err.toString().strip()).isEqualTo("Log in first: omgctl login --role support");
  }

  @Test
  void saysThatALoginHasEnded() {
    Instant past = Instant.now().minusSeconds(7_200);
    new Logins(home)
        .keep(
            "support",
            URI.create("http://127.0.0.1:1"),
            "support",
            token(past, past.plusSeconds(3_600)));
    assertThat(run("tenant", "create", "acme")).isEqualTo(Trouble.LOGIN);
    assertThat(err.toString()).contains("The login has ended");
  }

  @Test
  void keepsLoginsForTheirOwnerOnly() throws IOException {
    Instant now = Instant.now();
    new Logins(home)
        .keep("support", URI.create("http://127.0.0.1:1"), "s", token(now, now.plusSeconds(60)));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("logins.json"))))
        .isEqualTo("rw-------");
    assertThat(new Logins(home).require("support").role()).isEqualTo("support");
  }

  @Test
  void refusesWrongUsageWithTheUsage() {
    assertThat(run("version", "deploy", "acme")).isEqualTo(Trouble.USAGE);
    assertThat(err.toString()).contains("Missing required").contains("--config");
    assertThat(run("nonsense")).isEqualTo(Trouble.USAGE);
  }

  @Test
  void saysWhichFileIsNoJson() throws IOException {
    Instant now = Instant.now();
    new Logins(home)
        .keep("developer", URI.create("http://127.0.0.1:1"), "d", token(now, now.plusSeconds(60)));
    Path config = Files.writeString(home.resolve("version.json"), "{ not json");
    assertThat(
            run(
                "version",
                "deploy",
                "acme",
                "game",
                "default",
                "--tag",
                "1",
                "--config",
                config.toString()))
        .isEqualTo(Trouble.USAGE);
    assertThat(err.toString()).contains("version.json is not JSON");
  }
}
