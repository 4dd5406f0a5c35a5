package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;

/**
 * The folder in which sources lie for as long as they are worked on. What a killed server left is
 * removed when it is older than anything that is still worked on.
 */
@ApplicationScoped
class WorkFolder {
  private final Settings settings;
  private final Time time;

  @Inject
  WorkFolder(Settings settings, Time time) {
    this.settings = settings;
    this.time = time;
  }

  protected WorkFolder() {
    this(null, null);
  }

  /** A place of this name, where nothing is. */
  Path place(String name) throws IOException {
    Path all = settings.builderFolder();
    Files.createDirectories(all);
    Instant old = time.now().minus(settings.builderTimeout()).minus(settings.builderUploadWait());
    try (Stream<Path> files = Files.list(all)) {
      for (Path each : files.toList()) {
        if (Files.getLastModifiedTime(each).toInstant().isBefore(old)) {
          clear(each);
        }
      }
    }
    Path place = all.resolve(name);
    clear(place);
    return place;
  }

  /** What is there goes; what cannot be removed is left for later. */
  static void clear(Path place) {
    if (!Files.exists(place)) {
      return;
    }
    try (Stream<Path> files = Files.walk(place)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.getLogger(WorkFolder.class.getName())
          .log(System.Logger.Level.WARNING, place + " was not removed", e);
    }
  }
}
