package omgservers.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  @ValueSource(strings = {"test_engine", "test_duel", "test_player"})
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
}
