package omgservers.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host, and on it the SDK's and the example's tests in Lua. */
class HostTest {
  @TempDir private Path folder;

  @BeforeEach
  void findTheModules() {
    System.setProperty("lua.path", Path.of("").toAbsolutePath().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "test_api",
        "test_async",
        "test_channel",
        "test_defold",
        "test_duel",
        "test_engine",
        "test_player",
        "test_resume",
        "test_server"
      })
  void runsTheTestsInLua(String name) {
    PrintStream before = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      int code = Host.run(Path.of("test", name + ".lua"), List.of());
      assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    } finally {
      System.setErr(before);
    }
  }

  @Test
  void endsWithACodeWhenTheScriptFails() throws IOException {
    Path script = Files.writeString(folder.resolve("broken.lua"), "error('no')");
    assertThat(Host.run(script, List.of())).isEqualTo(1);
  }

  @Test
  void endsWithACodeWhenACallbackFails() throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("late.lua"), "timer.delay(0.01, false, function() error('no') end)");
    assertThat(Host.run(script, List.of())).isEqualTo(1);
  }

  @Test
  void saysThatThereIsNoScript() {
    assertThat(Host.run(folder.resolve("absent.lua"), List.of())).isEqualTo(2);
  }

  /** Where all tests must run, luacheck must be there. */
  @Test
  void hasNothingForLuacheckToSay() throws IOException, InterruptedException {
    boolean found =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "luacheck")));
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(found, "luacheck is not installed");
    }
    Path said = folder.resolve("luacheck.txt");
    Process process =
        new ProcessBuilder("luacheck", ".", "--no-color", "--codes")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(said)).isZero();
  }

  /**
   * Written again with <code>java -jar target/omgservers-lua-host.jar tools/reference.lua . .
   * </code>
   */
  @Test
  void documentsWhatThereIs() throws IOException {
    Files.createDirectory(folder.resolve("omgservers"));
    assertThat(Host.run(Path.of("tools/reference.lua"), List.of(".", folder.toString()))).isZero();
    for (String name : List.of("reference.md", "omgservers/omgservers.script_api")) {
      assertThat(Path.of(name)).hasSameTextualContentAs(folder.resolve(name));
    }
  }
}
