package omgservers.builder.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import omgservers.shared.platform.CountedStream;
import omgservers.shared.problem.Qualifier;
import omgservers.shared.problem.Refusal;
import org.apache.commons.compress.CompressException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * An archive that somebody uploads, a <code>tar.gz</code>: it is looked through as it comes, and
 * written anew with what may be in it. Never more of it than a few buffers is in memory, whatever
 * it claims to be.
 */
public final class SourceArchive {
  /** The names and attributes of one entry take no more than this. */
  static final int HEADER_MAX = 128 << 10;

  private static final int BUFFER = 1 << 16;

  private SourceArchive() {}

  /** What an archive holds. */
  public record Content(int entries, long bytes) {}

  /** Copies what may be in it; the Dockerfile must be. */
  public static Content copy(
      InputStream archive, OutputStream out, Bounds bounds, String dockerfile) throws IOException {
    try (SourceTree tree = new SourceTree(out, bounds);
        Unpacked unpacked = unpack(archive, bounds);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, "UTF-8")) {
      TarArchiveEntry entry = next(tar, unpacked);
      while (entry != null) {
        add(tree, entry, tar);
        entry = next(tar, unpacked);
      }
      tree.requireFile("dockerfile", dockerfile);
      return new Content(tree.entries(), tree.total());
    } catch (ZipException | java.io.EOFException | IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  private static Refusal unreadable(Exception cause) {
    System.getLogger(SourceArchive.class.getName())
        .log(System.Logger.Level.DEBUG, "an archive cannot be read", cause);
    return Refusal.invalid(
        Qualifier.WRONG_REQUEST, "The body is no tar.gz archive, or it is damaged.");
  }

  private static Unpacked unpack(InputStream archive, Bounds bounds) throws IOException {
    return new Unpacked(new GZIPInputStream(new Packed(archive, bounds), BUFFER), bounds);
  }

  private static TarArchiveEntry next(TarArchiveInputStream tar, Unpacked unpacked)
      throws IOException {
    unpacked.header(true);
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (ZipException | java.io.EOFException e) {
      throw e;
    } catch (CompressException e) {
      throw unreadable(e);
    } catch (IOException e) {
      // The reader of archives says so of headers that make no sense.
      if (e.getCause() instanceof IllegalArgumentException || e.getClass() == IOException.class) {
        throw unreadable(e);
      }
      throw e;
    }
    unpacked.header(false);
    return entry;
  }

  private static void add(SourceTree tree, TarArchiveEntry entry, TarArchiveInputStream tar)
      throws IOException {
    String name = entry.getName();
    if (entry.isDirectory()) {
      tree.folder(name);
    } else if (entry.isSymbolicLink()) {
      tree.link(name, entry.getLinkName());
    } else if (entry.isLink()) {
      tree.sameFile(name, entry.getLinkName());
    } else if (entry.isGlobalPaxHeader()) {
      return;
    } else if (isPlain(entry) && tar.canReadEntryData(entry)) {
      tree.file(name, entry.getMode(), entry.getSize(), tar);
    } else {
      throw SourceTree.refuse(name, "is neither a file nor a folder nor a link");
    }
  }

  /** The library calls devices files, too. */
  private static boolean isPlain(TarArchiveEntry entry) {
    byte kind = entry.getLinkFlag();
    boolean file = kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
    return file && !entry.isSparse();
  }

  /** The bytes as they come. */
  private static final class Packed extends CountedStream {
    private final Bounds bounds;
    private long total;

    Packed(InputStream in, Bounds bounds) {
      super(in);
      this.bounds = bounds;
    }

    @Override
    protected void count(long read) {
      total += read;
      if (total > bounds.packed()) {
        throw bounds.packedTooLarge();
      }
    }
  }

  /** The bytes of the archive itself: a small file can unpack to very many. */
  private static final class Unpacked extends CountedStream {
    private final Bounds bounds;
    private final long max;
    private long total;
    private boolean header;
    private long headerLeft;

    Unpacked(InputStream in, Bounds bounds) {
      super(in);
      this.bounds = bounds;
      // Each entry has a header, and is filled up to the end of a block.
      this.max = bounds.unpacked() + (1L << 12) * bounds.entries() + HEADER_MAX;
    }

    /** Headers are read into memory as long as they say that they are: so they have a bound. */
    void header(boolean begins) {
      header = begins;
      headerLeft = HEADER_MAX;
    }

    @Override
    protected void count(long read) {
      total += read;
      headerLeft -= read;
      if (total > max) {
        throw bounds.unpackedTooLarge();
      }
      if (header && headerLeft < 0) {
        throw Refusal.field("source", "has an entry whose name or attributes are too long");
      }
    }
  }
}
