package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A script of the SDK that ran to its end on the headless host, and what it said. */
record LuaRun(int exitCode, List<String> lines) {
  private static final String BOT = "example/duel/bot.lua";
  private static final Duration DUEL_MAX = Duration.ofMinutes(2);

  /** Runs the script; ends it when it takes longer than that. */
  static LuaRun of(Path output, Duration max, String script, String... arguments) {
    try {
      Process process =
          new ProcessBuilder(command(script, arguments))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      // Whoever fails meanwhile does not wait for it.
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
      return new LuaRun(process.exitValue(), Files.readAllLines(output));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits until a script that still goes on has said this line; one that has ended will not. */
  static void awaitLine(Path output, String line, CompletableFuture<LuaRun> going) {
    Await.until(
        () -> going.isDone() || (Files.exists(output) && read(output).contains(line)),
        seen -> seen);
    assertThat(read(output)).contains(line);
  }

  private static List<String> read(Path output) {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A bot that plays a duel to its end; what it told. */
  static List<String> bot(URI server, String tenant, String project, String stage) {
    try {
      Path output = Files.createTempFile("bot", ".txt");
      LuaRun run = of(output, DUEL_MAX, BOT, server.toString(), tenant, project, stage);
      Files.delete(output);
      assertThat(run.exitCode).as(run.lines.toString()).isZero();
      return run.lines;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A bot that has just begun, for whoever wants to watch it. */
  static Process beginBot(URI server, String tenant, String project, String stage)
      throws IOException {
    return new ProcessBuilder(command(BOT, server.toString(), tenant, project, stage))
        .redirectErrorStream(true)
        .start();
  }

  private static List<String> command(String script, String... arguments) {
    Path sdk = TestPlatform.ROOT.resolve("sdk-defold").toAbsolutePath();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlua.path=" + sdk + ":" + sdk.resolve("test"));
    command.add("-jar");
    command.add(sdk.resolve("target/omgservers-lua-host.jar").toString());
    command.add(sdk.resolve(script).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The number after this word at the beginning of a line. */
  int number(String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word + " "))
        .mapToInt(line -> Integer.parseInt(line.substring(word.length() + 1)))
        .findFirst()
        .orElse(-1);
  }
}
