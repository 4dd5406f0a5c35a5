package omgservers.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerFitTest {
  @TempDir private Path folder;

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void takesTheLibrariesOutOfTheApplication() throws IOException {
    Path war = folder.resolve("a.war");
    try (FileSystem archive = FileSystems.newFileSystem(war, Map.of("create", "true"))) {
      Path lib = Files.createDirectories(archive.getPath("WEB-INF/lib"));
      for (String name : List.of("guava-33.jar", "omgservers-ejb-1.jar", "primefaces-15.jar")) {
        Files.writeString(lib.resolve(name), name);
      }
    }
    Path libraries = Files.createDirectories(folder.resolve("libraries"));
    Files.writeString(libraries.resolve("guava-32.jar"), "of the version before");

    ServerFit.takeLibraries(war, libraries);

    assertThat(names(libraries)).containsExactly("guava-33.jar");
    assertThat(libraries.resolve("guava-33.jar")).hasContent("guava-33.jar");
    try (FileSystem archive = FileSystems.newFileSystem(war)) {
      assertThat(names(archive.getPath("WEB-INF/lib")))
          .containsExactly("omgservers-ejb-1.jar", "primefaces-15.jar");
    }
  }
}
