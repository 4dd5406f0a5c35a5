package omgservers.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program in a jar that the demonstration runs, just as a user could type it. */
record Command(Path jar, List<String> arguments, Map<String, String> environment) {
  private static final long SECONDS_MAX = 90;

  /** What came out, and the exit code. */
  record Result(int exitCode, List<String> lines) {
    String text() {
      return String.join(" ", lines);
    }
  }

  /** Runs it to its end; each line is told as soon as it comes. */
  Result run(List<String> javaOptions, Consumer<String> told) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(javaOptions);
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      List<String> lines = new ArrayList<>();
      try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
          told.accept(line);
        }
      }
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Fault(jar.getFileName() + " does not end.");
      }
      return new Result(process.exitValue(), lines);
    } catch (IOException e) {
      throw new Fault(jar.getFileName() + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Fault("Interrupted.", e);
    }
  }
}
