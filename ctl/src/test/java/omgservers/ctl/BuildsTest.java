package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import omgservers.ctl.ScriptedServer.Reply;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds as a person starts and follows them. */
class BuildsTest {
  private static final String BUILDS = "/api/v1/tenants/T/projects/P/builds";

  private final ScriptedServer server = new ScriptedServer();

  @TempDir private Path home;
  @TempDir private Path source;
  private Tool tool;

  @BeforeEach
  void begin() throws IOException {
    tool = new Tool(home).loggedIn(server.url(), Role.DEVELOPER);
    Files.writeString(source.resolve("Dockerfile"), "FROM scratch\n");
    Files.createDirectories(source.resolve("target/deep"));
    Files.writeString(source.resolve("target/deep/out"), "x");
    Files.writeString(source.resolve("kept"), "x");
    Files.writeString(source.resolve(".dockerignore"), "target\nDockerfile\n");
    server.on("POST " + BUILDS, Reply.of(201, "{\"id\":\"7\",\"state\":\"AWAITING_SOURCE\"}"));
    server.on("PUT " + BUILDS + "/7/source", Reply.of(200, "{\"id\":\"7\"}"));
    server.on(
        "GET " + BUILDS + "/7/log?follow=true&from=0",
        Reply.of(
                200,
                """
                event: line
                id: 0
                data: {"line":0,"stream":"STDOUT","cut":false,"text":"Step 1/1 : FROM scratch"}

                event: end
                data: {}

                """)
            .with("Content-Type", "text/event-stream"));
  }

  @AfterEach
  void end() {
    server.close();
  }

  private void ends(String state, String reason) {
    server.on(
        "GET " + BUILDS + "/7",
        Reply.of(200, "{\"id\":\"7\",\"state\":\"QUEUED\",\"reason\":\"It waits.\"}"),
        Reply.of(200, "{\"id\":\"7\",\"state\":\"RUNNING\",\"reason\":null}"),
        Reply.of(
            200,
            "{\"id\":\"7\",\"state\":\"%s\",\"reason\":%s,\"version_id\":\"9\"}"
                .formatted(state, reason)));
  }

  @Test
  void sendsTheSourceAndShowsHowItGoesOn() {
    ends("SUCCEEDED", "null");
    assertThat(tool.run("build", "T", "P", source.toString(), "--tag", "1", "--build-arg", "A=b=c"))
        .as(tool.err())
        .isZero();
    assertThat(server.requests().get(0).body())
        .isEqualTo("{\"tag\":\"1\",\"arguments\":{\"A\":\"b=c\"}}");
    assertThat(server.requests().get(1).headers())
        .containsEntry("Content-type", "application/gzip");
    assertThat(tool.out()).startsWith("Step 1/1 : FROM scratch\n").contains("version_id");
    assertThat(tool.err()).contains("uploading: 0.0 MiB", "QUEUED: It waits.");
  }

  @Test
  void leavesOutWhatTheRulesSayButNeverTheDockerfile() throws IOException {
    Path archive = SourcePacking.pack(source, "Dockerfile");
    List<String> names = new ArrayList<>();
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        names.add(entry.getName());
        entry = tar.getNextEntry();
      }
    }
    Files.delete(archive);
    assertThat(names).containsExactlyInAnyOrder("Dockerfile", ".dockerignore", "kept");
  }

  @Test
  void failsWhenTheBuildDoes() {
    ends("FAILED", "\"it returned 7\"");
    assertThat(tool.run("build", "T", "P", source.toString())).isEqualTo(Trouble.REFUSED);
    assertThat(tool.err()).contains("The build is FAILED: it returned 7");
  }

  @Test
  void leavesNoBuildWaitingWhoseSourceIsRefused() {
    server.on("PUT " + BUILDS + "/7/source", Reply.problem(413, "LIMIT_REACHED", "too large"));
    assertThat(tool.run("build", "T", "P", source.toString())).isNotZero();
    assertThat(tool.err()).contains("too large");
    assertThat(server.lines()).contains("DELETE " + BUILDS + "/7");
  }

  @Test
  void takesSecretsFromFilesAndTheEnvironmentOnly() throws IOException {
    ends("SUCCEEDED", "null");
    Files.writeString(home.resolve("key"), "from a file\n");
    tool.with("TOKEN", "from outside");
    String[] line = {
      "build",
      "T",
      "P",
      "--git",
      "https://host/game.git",
      "--ref",
      "main",
      "--secret",
      "TOKEN",
      "--secret",
      "KEY=" + home.resolve("key")
    };
    assertThat(tool.run(line)).as(tool.err()).isZero();
    assertThat(server.requests().get(0).body())
        .isEqualTo(
            "{\"git\":{\"url\":\"https://host/game.git\",\"ref\":\"main\"},"
                + "\"secrets\":{\"TOKEN\":\"from outside\",\"KEY\":\"from a file\"}}");
    assertThat(tool.run("build T P --git https://host/a.git --secret ABSENT"))
        .isEqualTo(Trouble.USAGE);
  }

  @Test
  void showsNoSecretInADryRun() {
    tool.with("TOKEN", "from outside");
    assertThat(tool.run("build T P --git https://host/a.git --secret TOKEN --dry-run"))
        .as(tool.err())
        .isZero();
    assertThat(tool.out()).contains("\"secrets\":{\"TOKEN\":\"***\"}").doesNotContain("outside");
  }

  @Test
  void repeatsABuildAndShowsOnlyWhatIsNew() {
    server.on("GET " + BUILDS + "/7/log?tail=0", Reply.of(200, "{\"items\":[],\"next_line\":40}"));
    server.on(
        "GET " + BUILDS + "/7/log?follow=true&from=40",
        Reply.of(200, "event: end\ndata: {}\n\n").with("Content-Type", "text/event-stream"));
    ends("SUCCEEDED", "null");
    assertThat(tool.run("build retry T P 7")).as(tool.err()).isZero();
    assertThat(server.lines()).contains("POST " + BUILDS + "/7/runs");
    assertThat(tool.run("build cancel T P 7")).as(tool.err()).isZero();
    assertThat(server.lines()).contains("DELETE " + BUILDS + "/7");
  }

  @Test
  void saysWhatIsWrongBeforeAnythingIsSent() {
    assertThat(tool.run("build", "T", "P", home.toString())).isEqualTo(Trouble.USAGE);
    assertThat(tool.err()).contains("has no file Dockerfile");
    assertThat(server.lines()).isEmpty();
  }
}
