package omgservers.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Remembers a child process, so that the next start finds what a killed launcher left running. */
record PidFile(Path file) {
  private static final long END_SECONDS = 15;

  void write(ProcessHandle handle) {
    try {
      Files.write(file, List.of(Long.toString(handle.pid()), started(handle).toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process that is named here, if it still is the same: process ids are used again. */
  Optional<ProcessHandle> running() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      List<String> lines = Files.readAllLines(file);
      if (lines.size() < 2) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(lines.get(0)))
          .filter(ProcessHandle::isAlive)
          .filter(handle -> started(handle).toString().equals(lines.get(1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what is left of an earlier start, by force: its data is safe against that. */
  void endLeftover() {
    running()
        .ifPresent(
            handle -> {
              handle.destroyForcibly();
              await(handle);
            });
  }

  static void await(ProcessHandle handle) {
    try {
      handle.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      throw new Fault("Process " + handle.pid() + " of an earlier start does not end.", e);
    }
  }

  private static Instant started(ProcessHandle handle) {
    return handle.info().startInstant().orElse(Instant.EPOCH);
  }
}
