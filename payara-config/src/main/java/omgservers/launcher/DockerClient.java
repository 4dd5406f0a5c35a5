package omgservers.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The program <code>docker</code>, which everybody has who pushes, for the engine of an address.
 */
public record DockerClient(String engine) {
  private static final String PROGRAM = "docker";

  /** An engine on this machine answers at once; one that hangs must not keep the start waiting. */
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private static final Duration PULL_MAX = Duration.ofSeconds(30);
  private static final String UNIX = "unix://";
  private static final int REASON_MAX = 120;

  /** How a command ended, and its first line. */
  private record Ended(boolean well, String line) {}

  /** Why containers of the engine cannot play with us; empty when they can. */
  Optional<String> fault() {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    if (!linux) {
      return Optional.of("containers that share the network of this machine need Linux");
    }
    if (!engine.startsWith(UNIX)) {
      return Optional.of(engine + " is not on this machine");
    }
    if (!Files.exists(Path.of(engine.substring(UNIX.length())))) {
      return Optional.of("there is no Docker engine at " + engine);
    }
    Ended version = run(ANSWER_MAX, "version", "--format", "{{.Server.Version}}");
    return version.well ? Optional.empty() : Optional.of(version.line);
  }

  /** Whether the engine has the image. */
  boolean has(String image) {
    return run(ANSWER_MAX, "image", "inspect", "--format", "{{.Id}}", image).well;
  }

  /** Fetches the image, if that is quickly done. */
  boolean pull(String image) {
    return run(PULL_MAX, "pull", "-q", image).well;
  }

  /** Removes the container, if there is one. */
  void remove(String container) {
    run(ANSWER_MAX.multipliedBy(2), "rm", "-f", container);
  }

  /** The words of a command to this engine. */
  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(PROGRAM, "-H", engine));
    command.addAll(arguments);
    return command;
  }

  private Ended run(Duration limit, String... arguments) {
    try {
      Path output = Files.createTempFile("docker", ".txt");
      try {
        return run(output, limit, arguments);
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      return new Ended(false, "the program docker cannot be run");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault("Interrupted.", e);
    }
  }

  private Ended run(Path output, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(List.of(arguments)))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return new Ended(
          false, "the engine gives no answer within %d s".formatted(limit.toSeconds()));
    }
    String line =
        new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("the engine says nothing");
    String shortened = line.length() <= REASON_MAX ? line : line.substring(0, REASON_MAX) + "…";
    return new Ended(process.exitValue() == 0, shortened);
  }
}
