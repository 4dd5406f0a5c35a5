package omgservers.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a local process and its children use; memory where the system tells it in a file. */
final class ProcessUse {
  private static final Path PROCESSES = Path.of("/proc");
  private static final String RESIDENT = "VmRSS:";
  private static final long KIB = 1024;

  private ProcessUse() {}

  static Driver.Use of(ProcessHandle process) {
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    long cpu =
        all.stream()
            .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToLong(Duration::toNanos)
            .sum();
    List<Long> memory =
        all.stream().map(ProcessUse::resident).flatMapToLong(OptionalLong::stream).boxed().toList();
    Long bytes = memory.isEmpty() ? null : memory.stream().mapToLong(Long::longValue).sum();
    return new Driver.Use(cpu, bytes, null, null);
  }

  private static OptionalLong resident(ProcessHandle process) {
    Path status = PROCESSES.resolve(Long.toString(process.pid())).resolve("status");
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException e) {
      // There is no such file on this system, or the process has just ended.
      return OptionalLong.empty();
    }
  }
}
