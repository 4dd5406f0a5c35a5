package omgservers.builder.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import omgservers.shared.problem.Refusal;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes the archive that an engine is given, and takes nothing into it that would not stay in the
 * tree: no path that leads out of it, no link to outside, nothing below a link, no devices. What
 * else an archive may say of files, such as owners, does not get in.
 */
final class SourceTree implements Closeable {
  private static final String FIELD = "source";
  private static final int NAME_MAX = 4_096;
  private static final int EXECUTABLE = 0111;
  private static final int FILE_MODE = 0644;
  private static final int PROGRAM_MODE = 0755;
  private static final int BUFFER = 1 << 16;

  private final TarArchiveOutputStream tar;
  private final Bounds bounds;
  private final Map<String, Kind> known = new HashMap<>();
  private long total;

  private enum Kind {
    FOLDER,
    FILE,
    LINK,
    PROGRAM;

    boolean isFile() {
      return this == FILE || this == PROGRAM;
    }

    int mode() {
      return this == PROGRAM ? PROGRAM_MODE : FILE_MODE;
    }
  }

  SourceTree(OutputStream out, Bounds bounds) throws IOException {
    this.bounds = bounds;
    this.tar = new TarArchiveOutputStream(new GZIPOutputStream(out, BUFFER), "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /** A folder; the root itself is left out. */
  void folder(String path) throws IOException {
    String name = name(path);
    if (name.isEmpty() || known.get(name) == Kind.FOLDER) {
      return;
    }
    enter(name, Kind.FOLDER);
    TarArchiveEntry entry = new TarArchiveEntry(name + "/");
    entry.setMode(TarArchiveEntry.DEFAULT_DIR_MODE);
    put(entry);
  }

  /** A file of this size; of its mode, only whether it is a program counts. */
  void file(String path, int mode, long size, InputStream content) throws IOException {
    String name = name(path);
    Kind kind = (mode & EXECUTABLE) == 0 ? Kind.FILE : Kind.PROGRAM;
    enter(name, kind);
    if (size < 0 || size > bounds.unpacked() - total) {
      throw bounds.unpackedTooLarge();
    }
    total += size;
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(kind.mode());
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    copy(content, size, name);
    tar.closeArchiveEntry();
  }

  private void copy(InputStream content, long size, String name) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long left = size;
    while (left > 0) {
      int read = content.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw refuse(name, "ends before it should");
      }
      tar.write(buffer, 0, read);
      left -= read;
    }
  }

  /** A link to a path that is told from where the link is. */
  void link(String path, String target) throws IOException {
    String name = name(path);
    enter(name, Kind.LINK);
    requireInside(name, target);
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    put(entry);
  }

  /** Another name for a file that came before. */
  void sameFile(String path, String other) throws IOException {
    String name = name(path);
    String first = name(other);
    Kind kind = known.get(first);
    if (kind == null || !kind.isFile()) {
      throw refuse(name, "is a link to '%s', which is no file before it".formatted(other));
    }
    enter(name, kind);
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_LINK);
    // Engines give the file the mode of each of its names.
    entry.setMode(kind.mode());
    entry.setLinkName(first);
    put(entry);
  }

  private void put(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /** The path from the root, in one way of writing it. */
  private static String name(String path) {
    if (path.startsWith("/") || path.indexOf('\0') >= 0 || path.length() > NAME_MAX) {
      throw refuse(path, "is no path below the root of the source");
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw refuse(path, "leads out of the source");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private void enter(String name, Kind kind) {
    if (name.isEmpty()) {
      throw refuse(name, "has no name");
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      Kind above = known.get(name.substring(0, slash));
      if (above != null && above != Kind.FOLDER) {
        throw refuse(name, "lies below something that is no folder");
      }
    }
    if (known.putIfAbsent(name, kind) != null) {
      throw refuse(name, "is there twice");
    }
    if (known.size() > bounds.entries()) {
      throw bounds.tooMany();
    }
  }

  /**
   * A target may go up from where the link is, but not out, and only at its beginning: behind
   * another link, going up would lead to where nobody looked. So every link stays inside, whichever
   * others it goes through.
   */
  private static void requireInside(String name, String target) {
    String[] parts = target.split("/", -1);
    long depth = name.chars().filter(letter -> letter == '/').count();
    long up = Arrays.stream(parts).takeWhile(part -> part.equals("..")).count();
    boolean later = Arrays.stream(parts).skip(up).anyMatch(part -> part.equals(".."));
    boolean inside = !target.isEmpty() && !target.startsWith("/") && up <= depth && !later;
    if (!inside || target.indexOf('\0') >= 0 || target.length() > NAME_MAX) {
      throw refuse(name, "is a link that leads out of the source");
    }
  }

  static Refusal refuse(String name, String fault) {
    String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
    return Refusal.field(FIELD, "has an entry that it may not have: '" + shown + "' " + fault);
  }

  /** Fails unless there is such a file, or a link of this name. */
  void requireFile(String field, String path) {
    String wanted = name(path);
    Kind kind = known.get(wanted);
    if (kind == null || kind == Kind.FOLDER) {
      throw Refusal.field(field, "'" + path + "' is no file of the source");
    }
  }

  /** How many bytes the files have. */
  long total() {
    return total;
  }

  /** How many entries there are. */
  int entries() {
    return known.size();
  }

  /** A text that a link's target is made of. */
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
