package omgservers.pool;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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

  private final BlockingQueue<Long> heard = new LinkedBlockingQueue<>();
  private final ProcessDriver driver = driver();

  private ProcessDriver driver() {
    return new ProcessDriver(settings, new Ears(heard), new Time(), new Background(), null, null);
  }

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

  @Test
  void tellsAtOnceThatAProcessEndedAndHow() throws Exception {
    image("acme/arena/1", "System.exit(3)");
    driver.start(FIRST, start(10));
    assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo(10);
    assertThat(driver.observe(FIRST, 10).exit()).isEqualTo(new Driver.Exit(3, false));
  }

  @Test
  void tellsThatAProcessEndedThatItFoundAgain() throws Exception {
    image("acme/arena/1");
    driver.start(FIRST, start(10));
    ProcessDriver next = driver();
    assertThat(next.survey(FIRST)).containsOnlyKeys(10L);
    next.stop(FIRST, 10);
    assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo(10);
    // The first one waits for it, too, as it was not killed.
    assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo(10);
  }

  private void image(String name) throws IOException {
    image(name, "Thread.sleep(60_000)");
  }

  private void image(String name, String body) throws IOException {
    Path image = Files.createDirectories(settings.processImages().resolve(name));
    Files.writeString(
        image.resolve("Sleep.java"),
        "class Sleep { public static void main(String[] a) throws Exception { %s; } }"
            .formatted(body));
    Files.write(image.resolve("command"), List.of("java", "Sleep.java"));
  }

  private static Driver.Start start(long runtime) {
    return new Driver.Start(runtime, "acme/arena:1", 0, 0, Map.of(), Map.of());
  }

  /** Who listens for ends. */
  private record Ears(BlockingQueue<Long> heard) implements Event<GameServerStopped> {
    @Override
    public void fire(GameServerStopped event) {
      heard.add(event.runtime());
    }

    @Override
    public <U extends GameServerStopped> CompletionStage<U> fireAsync(U event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends GameServerStopped> CompletionStage<U> fireAsync(
        U event, NotificationOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Event<GameServerStopped> select(Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends GameServerStopped> Event<U> select(
        Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends GameServerStopped> Event<U> select(
        TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }
}
