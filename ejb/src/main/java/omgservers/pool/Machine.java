package omgservers.pool;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What is free on the machine that we run on. */
final class Machine {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final String AVAILABLE = "MemAvailable:";
  private static final long MIB = 1 << 20;
  private static final long KIB_PER_MIB = 1 << 10;
  private static final int CPU_MILLIS = 1_000;

  private Machine() {}

  static Pool.Free free(int slots) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double load = system.getCpuLoad();
    Integer cpu =
        load < 0
            ? null
            : (int) ((1 - Math.min(1, load)) * system.getAvailableProcessors() * CPU_MILLIS);
    return new Pool.Free(slots, cpu, memoryMib(system));
  }

  /** Linux counts as free only what is not even a cache: what is available is told in a file. */
  private static int memoryMib(OperatingSystemMXBean system) {
    try (Stream<String> lines = Files.lines(MEMORY)) {
      return lines
          .filter(line -> line.startsWith(AVAILABLE))
          .mapToInt(line -> (int) (Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB))
          .findFirst()
          .orElseGet(() -> (int) (system.getFreeMemorySize() / MIB));
    } catch (IOException | UncheckedIOException e) {
      return (int) (system.getFreeMemorySize() / MIB);
    }
  }
}
