package omgservers.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Adds to the portable application what only Payara needs; the application itself stays clean. */
final class ServerFit {
  private static final List<String> CLASSES =
      List.of(
          "omgservers/payara/PlainWebSocketTimeouts.class",
          "omgservers/payara/PlainScheduler.class");

  private ServerFit() {}

  /** Copies the application and puts our Payara classes into the copy. */
  static Path apply(Path application, Path copy) throws IOException {
    Files.copy(application, copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem archive = FileSystems.newFileSystem(copy)) {
      for (String name : CLASSES) {
        Path target = archive.getPath("WEB-INF/classes", name);
        Files.createDirectories(target.getParent());
        try (InputStream content = ServerFit.class.getClassLoader().getResourceAsStream(name)) {
          Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return copy;
  }
}
