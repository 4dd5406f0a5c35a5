package omgservers.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import omgservers.builder.model.BuildWish;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSourceTest {
  private static final Bounds BOUNDS = new Bounds(1 << 20, 1 << 20, 100);

  @TempDir private Path folder;
  private Path tree;
  private GitHost host;
  private final List<String> output = new ArrayList<>();

  @BeforeEach
  void prepare() throws Exception {
    tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("bin"));
    Files.writeString(tree.resolve("Dockerfile"), "FROM scratch\n");
    Files.writeString(tree.resolve("bin/run"), "first");
    host = new GitHost(tree);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private String fetch(String name, String ref, boolean privately) throws Exception {
    Path work = Files.createTempDirectory(folder, "work");
    return new GitSource(BOUNDS, privately, () -> false, output::add)
        .fetch(
            new BuildWish.Git(host.url(name), ref),
            "Dockerfile",
            work.resolve("git"),
            folder.resolve("archive"));
  }

  private List<String> archive() throws IOException {
    List<String> found = new ArrayList<>();
    try (InputStream file = Files.newInputStream(folder.resolve("archive"));
        TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        found.add(
            entry.getName() + " " + new String(tar.readAllBytes(), StandardCharsets.UTF_8).strip());
        entry = tar.getNextEntry();
      }
    }
    return found;
  }

  @Test
  void fetchesABranchATagAndACommit() throws Exception {
    final String first = host.commit("first");
    host.git().tag().setName("v1").setAnnotated(false).call();
    Files.writeString(tree.resolve("bin/run"), "second");
    String second = host.commit("second");
    assertThat(fetch("game", "main", true)).isEqualTo(second);
    assertThat(archive()).containsExactly("Dockerfile FROM scratch", "bin/run second");
    assertThat(fetch("game", null, true)).isEqualTo(second);
    assertThat(fetch("game", second, true)).isEqualTo(second);
    assertThat(fetch("game", "v1", true)).isEqualTo(first);
    assertThat(archive()).contains("bin/run first");
    assertThat(output).anyMatch(line -> line.contains("refs/tags/v1"));
  }

  @Test
  void saysThatThereIsNoSuchRef() throws Exception {
    host.commit("first");
    assertThatThrownBy(() -> fetch("game", "nothing", true))
        .isInstanceOf(SourceFault.class)
        .hasMessage("The repository has no branch and no tag 'nothing'.");
    assertThatThrownBy(() -> fetch("absent", "main", true)).isInstanceOf(SourceFault.class);
  }

  @Test
  void fetchesFromNoPrivateAddressUnlessAllowed() throws Exception {
    host.commit("first");
    assertThatThrownBy(() -> fetch("game", "main", false))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("has an address that is not public");
  }

  @Test
  void refusesLinksOutOfTheTree() throws Exception {
    Files.createSymbolicLink(tree.resolve("passwords"), Path.of("/etc/passwd"));
    host.commit("evil");
    assertThatThrownBy(() -> fetch("game", "main", true))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("leads out of the source");
  }

  @Test
  void takesNoMoreThanASourceMayHave() throws Exception {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    Files.write(tree.resolve("noise"), noise);
    host.commit("large");
    assertThatThrownBy(() -> fetch("game", "main", true))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("sends more than the largest source may have");
  }
}
