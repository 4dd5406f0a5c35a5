package omgservers.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** Adds to the portable application what only Payara needs; the application itself stays clean. */
final class ServerFit {
  private static final List<String> CLASSES =
      List.of(
          "omgservers/payara/PlainWebSocketTimeouts.class",
          "omgservers/payara/PlainScheduler.class");

  /**
   * Beginnings of the names of libraries that have nothing of Jakarta EE and need nothing but each
   * other. Payara would read every class of them in search of what it could make a bean of.
   */
  static final List<String> LIBRARIES =
      List.of(
          "JavaEWAH-",
          "bcpkix-",
          "bcprov-",
          "bcutil-",
          "bucket4j_",
          "caffeine-",
          "commons-codec-",
          "commons-compress-",
          "commons-io-",
          "commons-lang3-",
          "failureaccess-",
          "guava-",
          "jna-",
          "org.eclipse.jgit-",
          "slf4j-api-",
          "slf4j-jdk14-");

  private static final List<String> CLASS_PATH =
      List.of(
          "omgservers/micro/IndexedClassPath.class", "omgservers/micro/IndexedClassPath$Jar.class");

  private ServerFit() {}

  /** Copies the application and puts our Payara classes into the copy. */
  static Path apply(Path application, Path copy) throws IOException {
    Files.copy(application, copy, StandardCopyOption.REPLACE_EXISTING);
    try (FileSystem archive = FileSystems.newFileSystem(copy)) {
      for (String name : CLASSES) {
        put(name, archive.getPath("WEB-INF/classes", name));
      }
    }
    return copy;
  }

  /** Takes the libraries out of the copy of the application, for the server's class path. */
  static void takeLibraries(Path copy, Path folder) throws IOException {
    Folders.delete(folder);
    Files.createDirectories(folder);
    try (FileSystem archive = FileSystems.newFileSystem(copy);
        DirectoryStream<Path> jars =
            Files.newDirectoryStream(
                archive.getPath("WEB-INF/lib"),
                jar -> LIBRARIES.stream().anyMatch(jar.getFileName().toString()::startsWith))) {
      for (Path jar : jars) {
        Files.copy(jar, folder.resolve(jar.getFileName().toString()));
        Files.delete(jar);
      }
    }
  }

  /** The system class loader of the server, as a jar for the boot class path. */
  static Path classPath(Path jar) throws IOException {
    Files.deleteIfExists(jar);
    try (FileSystem archive = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      for (String name : CLASS_PATH) {
        put(name, archive.getPath(name));
      }
    }
    return jar;
  }

  private static void put(String name, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    try (InputStream content = ServerFit.class.getClassLoader().getResourceAsStream(name)) {
      Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
