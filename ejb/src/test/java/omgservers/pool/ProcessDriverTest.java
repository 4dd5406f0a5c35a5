package omgservers.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import omgservers.shared.platform.Settings;
import omgservers.shared.platform.Time;
import omgservers.shared.work.Background;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Game servers as real processes of this machine. */
class ProcessDriverTest {
  private static final Site FIRST = new Site(1, "first", null);
  private static final Site SECOND = new Site(2, "second", null);

  @TempDir private Path folder;

  private final Settings settings =
      new Settings() {
        @Override
        public Path processImages() {
          return folder.resolve("images");
        }

        @Override
        public Path processData() {
          return folder.resolve("data");
        }
      };

  private final ProcessDriver driver =
      new ProcessDriver(settings, null, new Time(), new Background(), null);

  @AfterEach
  void end() {
    driver.endAll();
  }

  @Test
  void seesOnEachServerOfTheMachineOnlyWhatWasStartedForIt() throws Exception {
    image("acme/arena/1");
    driver.start(FIRST, start(10));
    driver.start(SECOND, start(20));
    assertThat(driver.survey(FIRST)).containsOnlyKeys(10L);
    assertThat(driver.survey(SECOND)).containsOnlyKeys(20L);
    assertThat(driver.survey(new Site(3, "third", null))).isEmpty();
  }

  private void image(String name) throws IOException {
    Path image = Files.createDirectories(settings.processImages().resolve(name));
    Files.writeString(
        image.resolve("Sleep.java"),
        "class Sleep { public static void main(String[] a) throws Exception { Thread.sleep(60_000); } }");
    Files.write(image.resolve("command"), List.of("java", "Sleep.java"));
  }

  private static Driver.Start start(long runtime) {
    return new Driver.Start(runtime, "acme/arena:1", 0, 0, Map.of(), Map.of());
  }
}
