package omgservers.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Reads logs, and knows what must be in none of them. */
final class Secrecy {
  /** What every token begins with. */
  private static final String TOKEN = "eyJ";

  private final List<Path> folders;
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();
  private final Set<String> found = new ConcurrentSkipListSet<>();

  Secrecy(List<Path> folders) {
    this.folders = folders;
    secrets.add(TOKEN);
  }

  /** This, too, must be in no log. */
  void add(String secret) {
    secrets.add(secret);
  }

  /** Reads the logs as they are now; those of a server begin anew with it. */
  void read() {
    folders.forEach(this::read);
  }

  private void read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      files.filter(Files::isRegularFile).forEach(this::readFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readFile(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines.forEach(line -> look(file, line));
    } catch (NoSuchFileException e) {
      // It was put aside just now; whoever did so has read it before.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void look(Path file, String line) {
    for (String secret : secrets) {
      if (line.contains(secret)) {
        found.add(file + ": " + line);
      }
    }
  }

  /** Lines with a secret. */
  Set<String> found() {
    return found;
  }
}
