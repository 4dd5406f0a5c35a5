package omgservers.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import omgservers.shared.problem.Refusal;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceArchiveTest {
  private static final Bounds BOUNDS = new Bounds(1 << 20, 1 << 20, 100);

  /** Writes an archive as whoever attacks would: names are taken as they are. */
  private static final class Maker {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar;

    Maker() throws IOException {
      tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8");
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    }

    Maker file(String name, String text) throws IOException {
      return entry(new TarArchiveEntry(name, true), text.getBytes(StandardCharsets.UTF_8));
    }

    Maker special(String name, byte kind, String link) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
      entry.setLinkName(link);
      return entry(entry, new byte[0]);
    }

    Maker entry(TarArchiveEntry entry, byte[] content) throws IOException {
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    }

    byte[] done() throws IOException {
      tar.close();
      return bytes.toByteArray();
    }
  }

  private static byte[] copied(byte[] archive) throws IOException {
    return copied(new ByteArrayInputStream(archive), BOUNDS);
  }

  private static byte[] copied(InputStream archive, Bounds bounds) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SourceArchive.copy(archive, out, bounds, "Dockerfile");
    return out.toByteArray();
  }

  private static List<String> entries(byte[] archive) throws IOException {
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        String target =
            entry.isSymbolicLink() || entry.isLink() ? " -> " + entry.getLinkName() : "";
        entries.add(
            entry.getName()
                + target
                + " "
                + Integer.toOctalString(entry.getMode() & 0777)
                + (entry.isFile() && target.isEmpty()
                    ? " " + new String(tar.readAllBytes(), StandardCharsets.UTF_8)
                    : ""));
        entry = tar.getNextEntry();
      }
    }
    return entries;
  }

  private static void assertRefused(Maker maker, String fault) throws IOException {
    byte[] archive = maker.file("Dockerfile", "FROM scratch").done();
    assertThatThrownBy(() -> copied(archive))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(fault);
  }

  @Test
  void keepsWhatABuildNeedsAndNothingElse() throws IOException {
    TarArchiveEntry program = new TarArchiveEntry("./bin/run");
    program.setMode(0104755);
    program.setUserName("mallory");
    byte[] archive =
        new Maker()
            .special("./", TarConstants.LF_DIR, "")
            .file("./Dockerfile", "FROM scratch")
            .special("bin/", TarConstants.LF_DIR, "")
            .entry(program, "#!".getBytes(StandardCharsets.UTF_8))
            .special("bin/same", TarConstants.LF_LINK, "bin/run")
            .special("bin/up", TarConstants.LF_SYMLINK, "../Dockerfile")
            .file("x".repeat(150) + "/deep", "1")
            .done();
    assertThat(entries(copied(archive)))
        .containsExactly(
            "Dockerfile 644 FROM scratch",
            "bin/ 755",
            "bin/run 755 #!",
            "bin/same -> bin/run 755",
            "bin/up -> ../Dockerfile 644",
            "x".repeat(150) + "/deep 644 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/passwd", "a/../b", ".."})
  void refusesPathsThatLeadOut(String path) throws IOException {
    assertRefused(new Maker().file(path, "x"), "an entry that it may not have");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../../x", "/etc/passwd", "a/../../x", "a/../x", ""})
  void refusesLinksThatLeadOut(String target) throws IOException {
    assertRefused(
        new Maker().special("link", TarConstants.LF_SYMLINK, target), "leads out of the source");
  }

  @Test
  void refusesWhatLiesBelowALink() throws IOException {
    assertRefused(
        new Maker()
            .special("folder/", TarConstants.LF_DIR, "")
            .special("link", TarConstants.LF_SYMLINK, "folder")
            .file("link/file", "x"),
        "lies below something that is no folder");
  }

  @Test
  void refusesOtherNamesOfFilesThatAreNotThere() throws IOException {
    assertRefused(
        new Maker().special("passwords", TarConstants.LF_LINK, "/etc/passwd"),
        "is no path below the root");
    assertRefused(
        new Maker().special("passwords", TarConstants.LF_LINK, "later"), "no file before it");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
  void refusesDevices(byte kind) throws IOException {
    assertRefused(new Maker().special("device", kind, ""), "neither a file nor a folder");
  }

  @Test
  void refusesTheSameNameTwice() throws IOException {
    assertRefused(new Maker().file("a", "1").file("./a", "2"), "is there twice");
  }

  @Test
  void refusesWhatUnpacksToTooMuch() throws IOException {
    byte[] zeros = new byte[20 << 20];
    byte[] bomb = new Maker().entry(new TarArchiveEntry("zeros"), zeros).done();
    assertThat(bomb.length).isLessThan(1 << 20);
    assertThatThrownBy(() -> copied(bomb))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("larger than 1 MiB when it is unpacked");
  }

  @Test
  void refusesANameThatFillsTheMemory() throws IOException {
    byte[] name = new byte[8 << 20];
    java.util.Arrays.fill(name, (byte) 'a');
    TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
    byte[] bomb = new Maker().entry(entry, name).file("x", "1").done();
    Bounds wide = new Bounds(1 << 20, 1L << 30, 100);
    assertThatThrownBy(() -> copied(new ByteArrayInputStream(bomb), wide))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("name or attributes are too long");
  }

  @Test
  void refusesTooManyEntries() throws IOException {
    Maker maker = new Maker();
    for (int i = 0; i <= BOUNDS.entries(); i++) {
      maker.file("f" + i, "");
    }
    assertRefused(maker, "more than 100 entries");
  }

  @Test
  void readsNoMoreThanAnArchiveMayHave() {
    byte[] random = new byte[64 << 10];
    new java.util.Random(1).nextBytes(random);
    assertThatThrownBy(
            () -> {
              byte[] archive = new Maker().entry(new TarArchiveEntry("noise"), random).done();
              copied(new ByteArrayInputStream(archive), new Bounds(1 << 10, 1 << 20, 10));
            })
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("archive is larger than");
  }

  @Test
  void refusesWhatIsNoArchive() throws IOException {
    assertThatThrownBy(() -> copied("no archive at all".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no tar.gz archive");
    byte[] whole = new Maker().file("Dockerfile", "FROM scratch".repeat(500)).done();
    byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
    assertThatThrownBy(() -> copied(half))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no tar.gz archive");
  }

  @Test
  void wantsADockerfile() throws IOException {
    byte[] archive = new Maker().file("other", "x").done();
    assertThatThrownBy(() -> copied(archive))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("'Dockerfile' is no file of the source");
  }
}
