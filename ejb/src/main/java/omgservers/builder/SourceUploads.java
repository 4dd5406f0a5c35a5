package omgservers.builder;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import omgservers.builder.source.Bounds;
import omgservers.builder.source.SourceArchive;
import omgservers.shared.platform.Settings;
import omgservers.shared.problem.Refusal;
import omgservers.tenancy.Caller;
import omgservers.tenancy.Tenancy;

/**
 * Archives that come in: looked through on their way to a file, and kept on the shard when they are
 * good. No transaction is open while somebody sends.
 */
@ApplicationScoped
public class SourceUploads {
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final SourceDesk desk;
  private final Settings settings;
  private final WorkFolder folder;
  private final AtomicInteger present = new AtomicInteger();

  /** Uploads that end at this desk. */
  @Inject
  public SourceUploads(SourceDesk desk, Settings settings, WorkFolder folder) {
    this.desk = desk;
    this.settings = settings;
    this.folder = folder;
  }

  protected SourceUploads() {
    this(null, null, null);
  }

  /** The archive of the build comes; the build as it is then. */
  public Builds.BuildFact take(
      Caller caller, Tenancy.Place project, long build, InputStream archive) {
    String dockerfile = desk.expect(caller, project, build);
    if (present.incrementAndGet() > settings.builderUploads()) {
      present.decrementAndGet();
      throw Refusal.tooMany(RETRY, "Too many archives are uploaded to this server at the moment.");
    }
    try {
      return take(caller, build, archive, dockerfile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      present.decrementAndGet();
    }
  }

  private Builds.BuildFact take(Caller caller, long build, InputStream archive, String dockerfile)
      throws IOException {
    Path file = folder.place("upload-" + build + "-" + UUID.randomUUID());
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        SourceArchive.copy(archive, out, Bounds.of(settings), dockerfile);
      }
      try (InputStream kept = Files.newInputStream(file)) {
        return desk.keep(caller, build, kept);
      }
    } finally {
      WorkFolder.clear(file);
    }
  }
}
