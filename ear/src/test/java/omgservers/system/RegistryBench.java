package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import omgservers.launcher.ImageRegistry;
import omgservers.launcher.Installation;
import org.junit.jupiter.api.Test;

/** What our tokens cost a push, beside a registry that lets everybody in. */
class RegistryBench {
  private static final int PUSHES = 5;
  private static final int SIZE = 100 << 20;

  @Test
  void hundredMegabytes() throws IOException {
    int port = TestPlatform.freePort();
    try (RegistryWorld world =
        new RegistryWorld("registry-bench", Map.of(Installation.JAVA_OPTIONS, ""))) {
      Process open = open(world.desk().folder(), port);
      try {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        List<Double> visible = new ArrayList<>();
        Path logins = world.loggedIn(world.developer());
        for (int i = 0; i <= PUSHES; i++) {
          String mine = world.reference("bench" + i);
          String label = RegistryWorld.label("com.omgservers.config", RegistryWorld.CONFIG);
          String foreign = "127.0.0.1:" + port + "/acme/arena:bench" + i;
          world.randomImage(mine, SIZE, label);
          world.randomImage(foreign, SIZE, label);
          double without = seconds(() -> world.push(logins, foreign));
          double with = seconds(() -> world.push(logins, mine));
          double until = seconds(() -> awaitVersion(world, mine));
          if (i > 0) {
            theirs.add(without);
            ours.add(with);
            visible.add(until);
          }
          world.desk().succeed("rmi", "-f", mine, foreign);
        }
        double base = median(theirs);
        System.out.printf(
            "BENCH %-44s %8.3f s    %.2f x the same to an open registry (%.3f s)%n",
            "push of 100 MiB by token, median of " + PUSHES,
            median(ours),
            median(ours) / base,
            base);
        System.out.printf(
            "BENCH %-44s %8.3f s    worst %.3f s, looked at every 20 ms%n",
            "end of push to version visible, median", median(visible), visible.get(PUSHES - 1));
      } finally {
        open.destroy();
      }
    }
  }

  private static void awaitVersion(RegistryWorld world, String reference) {
    String tag = reference.substring(reference.lastIndexOf(':') + 1);
    Instant end = Instant.now().plusSeconds(60);
    while (Instant.now().isBefore(end)) {
      for (JsonNode image : world.images()) {
        boolean there =
            image.path("state").asText().equals("VERSION")
                && image.path("tags").toString().contains("\"" + tag + "\"");
        if (there) {
          return;
        }
      }
      pause();
    }
    throw new AssertionError("no version of " + reference);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static double seconds(Runnable work) {
    Instant begin = Instant.now();
    work.run();
    return Duration.between(begin, Instant.now()).toMillis() / 1000.0;
  }

  private static double median(List<Double> values) {
    values.sort(null);
    return values.get(values.size() / 2);
  }

  /** The same program with the same storage, without authentication and notifications. */
  private static Process open(Path folder, int port) throws IOException {
    Path config = folder.resolve("open.yml");
    Files.writeString(
        config,
        """
        version: 0.1
        log:
          level: warn
          accesslog:
            disabled: true
        storage:
          filesystem:
            rootdirectory: "%s"
        http:
          addr: 127.0.0.1:%d
        """
            .formatted(folder.resolve("open"), port));
    return new ProcessBuilder(
            ImageRegistry.program().orElseThrow().toString(), "serve", config.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("open.log").toFile())
        .start();
  }
}
