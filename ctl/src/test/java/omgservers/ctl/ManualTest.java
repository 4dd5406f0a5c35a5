package omgservers.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The manual says what the tool does: it is made from the commands, and committed. */
class ManualTest {
  private static final String REGENERATE =
      "the commands changed; write the manual anew:"
          + " ./mvnw -pl ctl test -Dtest=ManualTest -Domgctl.manual=write";

  private static Manual manual() {
    Workplace workplace =
        new Workplace(Map.of(), Terminal.NONE, new ByteArrayInputStream(new byte[0]));
    return new Manual(Omgctl.complete(workplace));
  }

  private static Path docs() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs");
  }

  private static void check(String file, String text) throws IOException {
    Path path = docs().resolve(file);
    if ("write".equals(System.getProperty("omgctl.manual"))) {
      Files.createDirectories(path.getParent());
      Files.write(path, text.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(path).as(REGENERATE).exists();
    assertThat(Files.readString(path)).as(REGENERATE).isEqualTo(text);
  }

  @Test
  void isTheOneForReaders() throws IOException {
    try (var head = ManualTest.class.getResourceAsStream("/manual-head.md")) {
      check(
          "omgctl.md", manual().markdown(new String(head.readAllBytes(), StandardCharsets.UTF_8)));
    }
  }

  @Test
  void isTheOneForMan() throws IOException {
    check("man/omgctl.1", manual().roff());
  }
}
