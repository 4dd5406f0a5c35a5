package omgservers.ctl;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Packs the source of an image: a folder, without what its rules leave out. */
final class SourcePacking extends SimpleFileVisitor<Path> {
  private static final int PLAIN = 0644;
  private static final int PROGRAM = 0755;

  private final Path folder;
  private final String dockerfile;
  private final IgnoreRules rules;
  private final TarArchiveOutputStream tar;

  private SourcePacking(Path folder, String dockerfile, TarArchiveOutputStream tar) {
    this.folder = folder;
    this.dockerfile = dockerfile;
    this.rules = IgnoreRules.in(folder);
    this.tar = tar;
  }

  /** A file with the packed source, which is to be deleted. */
  static Path pack(Path folder, String dockerfile) {
    if (!Files.isDirectory(folder)) {
      throw new Trouble(Trouble.USAGE, folder + " is no folder.");
    }
    if (!Files.isRegularFile(folder.resolve(dockerfile))) {
      throw new Trouble(Trouble.USAGE, folder + " has no file " + dockerfile + ".");
    }
    try {
      Path file = Files.createTempFile("omgctl-build", ".tar.gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file));
          TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        Files.walkFileTree(folder, new SourcePacking(folder, dockerfile, tar));
      } catch (IOException | RuntimeException e) {
        Files.delete(file);
        throw e;
      }
      return file;
    } catch (IOException | UncheckedIOException e) {
      throw new Trouble(Trouble.USAGE, folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String name(Path path) {
    return folder.relativize(path).toString().replace('\\', '/');
  }

  /** What the build cannot do without is never left out. */
  private boolean isIn(String name) {
    return name.equals(dockerfile) || name.equals(IgnoreRules.FILE) || !rules.leavesOut(name);
  }

  @Override
  public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
      throws IOException {
    String name = name(path);
    if (name.isEmpty()) {
      return FileVisitResult.CONTINUE;
    }
    if (isIn(name)) {
      put(new TarArchiveEntry(name + "/"), PROGRAM);
      tar.closeArchiveEntry();
      return FileVisitResult.CONTINUE;
    }
    boolean needed = rules.takesBack() || dockerfile.startsWith(name + "/");
    return needed ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
    String name = name(path);
    if (!isIn(name)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isSymbolicLink()) {
      TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      entry.setLinkName(Files.readSymbolicLink(path).toString().replace('\\', '/'));
      put(entry, PROGRAM);
      tar.closeArchiveEntry();
    } else if (attributes.isRegularFile()) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(attributes.size());
      put(entry, Files.isExecutable(path) ? PROGRAM : PLAIN);
      Files.copy(path, tar);
      tar.closeArchiveEntry();
    }
    return FileVisitResult.CONTINUE;
  }

  /** The same source makes the same archive, whenever and by whomever it is packed. */
  private void put(TarArchiveEntry entry, int mode) throws IOException {
    entry.setMode(mode);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
  }
}
