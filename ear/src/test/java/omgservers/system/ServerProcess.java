package omgservers.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import omgservers.launcher.Platform;

/** The process of a platform's server, looked at from outside. */
record ServerProcess(long pid) {
  static ServerProcess of(Platform platform) {
    try {
      Path file = platform.installation().data().resolve("server.pid");
      return new ServerProcess(Long.parseLong(Files.readString(file).strip().split("\\s", -1)[0]));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The CPU time that it has used. */
  double cpuSeconds() {
    return ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow().toNanos()
        / 1e9;
  }

  /**
   * The CPU time that the server and the PostgreSQL servers of the launcher have used, in seconds.
   */
  static double cpuWithDatabases(Platform platform) {
    Path data = platform.installation().data();
    Stream<ProcessHandle> databases =
        ProcessHandle.allProcesses()
            .filter(each -> each.info().commandLine().orElse("").contains(data + "/postgresql"))
            .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
            .distinct();
    return Stream.concat(ProcessHandle.of(of(platform).pid).stream(), databases)
        .mapToDouble(
            each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0)
        .sum();
  }

  /** What its heap holds after it was cleaned up, in bytes. */
  long heap() throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (Stream<String> lines = process.inputReader().lines()) {
      return lines
          .filter(line -> line.startsWith("Total"))
          .map(line -> line.strip().split("\\s+", -1))
          .mapToLong(parts -> Long.parseLong(parts[2]))
          .findFirst()
          .orElseThrow();
    }
  }
}
