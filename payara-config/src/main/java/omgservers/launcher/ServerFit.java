package omgservers.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import omgservers.payara.PlainWebSocketTimeouts;

/** Adds to the portable application what only Payara needs; the application itself stays clean. */
final class ServerFit {
  private ServerFit() {}

  /** Copies the application and puts our Payara classes into the copy. */
  static Path apply(Path application, Path copy) throws IOException {
    Files.copy(application, copy, StandardCopyOption.REPLACE_EXISTING);
    String name = PlainWebSocketTimeouts.class.getName().replace('.', '/') + ".class";
    try (FileSystem archive = FileSystems.newFileSystem(copy);
        InputStream content = ServerFit.class.getClassLoader().getResourceAsStream(name)) {
      Path target = archive.getPath("WEB-INF/classes", name);
      Files.createDirectories(target.getParent());
      Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return copy;
  }
}
