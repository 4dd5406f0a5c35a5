package omgservers.pool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is kept of a game server's process in a folder of its own, so that it survives us. */
record ProcessRecord(Path folder) {
  private static final int TAIL_BYTES = 2_000;
  private static final int TAIL_LINES = 5;

  Path stdout() {
    return folder.resolve("stdout.log");
  }

  Path stderr() {
    return folder.resolve("stderr.log");
  }

  private Path file() {
    return folder.resolve("process.properties");
  }

  boolean exists() {
    return Files.exists(file());
  }

  void started(ProcessHandle handle, long server) {
    Properties properties = new Properties();
    properties.setProperty("server", Long.toString(server));
    properties.setProperty("pid", Long.toString(handle.pid()));
    handle
        .info()
        .startInstant()
        .ifPresent(started -> properties.setProperty("started", started.toString()));
    write(properties);
  }

  void ended(int exitCode) {
    if (Files.exists(folder)) {
      Properties properties = read();
      properties.setProperty("exit", Integer.toString(exitCode));
      write(properties);
    }
  }

  /** Whether it was started for this pool server: several can stand for one machine. */
  boolean isOf(long server) {
    return Long.toString(server).equals(read().getProperty("server"));
  }

  /** The process, if it is still the one that was started: a process id alone can be re-used. */
  Optional<ProcessHandle> running() {
    Properties properties = read();
    String pid = properties.getProperty("pid");
    if (pid == null || properties.getProperty("exit") != null) {
      return Optional.empty();
    }
    String started = properties.getProperty("started");
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(ProcessHandle::isAlive)
        .filter(
            handle ->
                started == null
                    || handle
                        .info()
                        .startInstant()
                        .filter(Instant.parse(started)::equals)
                        .isPresent());
  }

  /** The code that it ended with, if that is known. */
  Optional<Integer> exitCode() {
    return Optional.ofNullable(read().getProperty("exit")).map(Integer::valueOf);
  }

  /** Why it does not run any more, with the end of what it wrote. */
  String explain() {
    String exit = read().getProperty("exit");
    String how =
        exit == null ? "The process is gone." : "The process ended with code " + exit + ".";
    String tail = tail();
    return tail.isEmpty() ? how : how + " Last output: " + tail;
  }

  private String tail() {
    return Stream.of(stdout(), stderr())
        .flatMap(ProcessRecord::lastLines)
        .collect(Collectors.joining(" | "));
  }

  private static Stream<String> lastLines(Path output) {
    try (RandomAccessFile file = new RandomAccessFile(output.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL_BYTES));
      byte[] bytes = new byte[TAIL_BYTES];
      int read = Math.max(0, file.read(bytes));
      List<String> lines =
          new String(bytes, 0, read, StandardCharsets.UTF_8).lines().map(String::strip).toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private Properties read() {
    Properties properties = new Properties();
    if (exists()) {
      try (Reader reader = Files.newBufferedReader(file())) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return properties;
  }

  private void write(Properties properties) {
    Path fresh = folder.resolve("process.properties.new");
    try {
      try (Writer writer = Files.newBufferedWriter(fresh)) {
        properties.store(writer, null);
      }
      Files.move(
          fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
