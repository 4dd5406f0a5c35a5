package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import omgservers.launcher.Installation;
import omgservers.launcher.MicroServer;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Assumptions;

/** Two instances on the same databases, behind the proxy that the guide describes. */
final class Cluster implements AutoCloseable {
  private static final Path PROXY =
      TestPlatform.ROOT.resolve("docs/operations/instances/haproxy.cfg");

  private final URI door = URI.create("http://127.0.0.1:" + TestPlatform.freePort());
  private final Installation first;
  private final Installation second;
  private final Platform platform;
  private final Process proxy;
  private final String admin;
  private MicroServer beside;

  /** Skips the test where there is no proxy to start, except in CI. */
  static void require() {
    boolean there = program().isPresent();
    if (!there) {
      String message = "No proxy can be started here: install haproxy";
      assertThat(System.getenv("CI")).as(message).isNotEqualTo("true");
      System.out.println(message);
      Assumptions.abort(message);
    }
  }

  private static Optional<Path> program() {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":", -1))
        .map(folder -> Path.of(folder, "haproxy"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Cluster(String name) {
    Path data = TestPlatform.fresh(name);
    Path images = data.resolve("images");
    Path runtimes = data.resolve("runtimes");
    first = installation(data, images, runtimes);
    second = installation(data.resolve("second"), images, runtimes);
    platform = Platform.start(first, new Screen(System.out));
    proxy = proxy();
    admin =
        new Calls(first.url(), null)
            .post(
                "/api/v1/tokens",
                "{\"user\":\"admin\",\"password\":\"%s\"}"
                    .formatted(platform.secrets().get("admin")))
            .text("token");
    try {
      start(true);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Installation installation(Path data, Path images, Path runtimes) {
    int port = TestPlatform.freePort();
    return new Installation(
        TestPlatform.ROOT,
        data,
        port,
        Map.of(
            "omgservers.public-url",
            door.toString(),
            "omgservers.instance.public-url",
            "http://127.0.0.1:" + port,
            "omgservers.pool.process.images",
            images.toString(),
            "omgservers.pool.process.data",
            runtimes.toString(),
            "omgservers.player.client-silence",
            "PT5M",
            "omgservers.runtime.silence",
            "PT10M",
            "omgservers.instance.drain-notice",
            "PT3S",
            "omgservers.sockets.player-messages-per-second",
            "100000",
            "omgservers.sockets.player-messages-burst",
            "100000",
            Installation.JAVA_OPTIONS,
            TestPlatform.BRIEF_SERVER));
  }

  private Process proxy() {
    ProcessBuilder builder =
        new ProcessBuilder(
                program().orElseThrow().toString(), "-db", "-f", PROXY.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(first.logs().resolve("haproxy.log").toFile());
    Map<String, String> environment = builder.environment();
    environment.put("OMGSERVERS_DOOR", door.getAuthority());
    environment.put("OMGSERVERS_A", first.url().getAuthority());
    environment.put("OMGSERVERS_B", second.url().getAuthority());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Platform platform() {
    return platform;
  }

  /** Where players come in. */
  URI door() {
    return door;
  }

  /** Where the instance is by itself. */
  URI url(boolean other) {
    return (other ? second : first).url();
  }

  /** What the first or the other instance says. */
  Administration admin(boolean other) {
    return new Administration(url(other), admin);
  }

  private long pid(boolean other) {
    return other ? beside.pid() : platform.pid();
  }

  private static void signal(String name, long pid) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void pause(boolean other) {
    signal("STOP", pid(other));
  }

  void resume(boolean other) {
    signal("CONT", pid(other));
  }

  /** Ends the instance as a power cut would. */
  void kill(boolean other) {
    ProcessHandle process = ProcessHandle.of(pid(other)).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Starts the instance again that was killed. */
  void start(boolean other) {
    if (other) {
      beside = platform.startBeside(second);
    } else {
      platform.crash();
    }
  }

  /** Drains the instance, stops it when it has sent everybody away, and starts it again. */
  void restart(boolean other) {
    int number = instance(other).path("number").asInt();
    admin(!other).post("instances/" + number + "/drain", "").is(204);
    Await.until(() -> new Calls(url(other), null).get("/ready").status(), code -> code == 503);
    awaitShards(!other, 2);
    // The sockets are closed after the notice.
    Await.until(() -> sockets(other), open -> open == 0);
    if (other) {
      beside.close();
      start(true);
    } else {
      platform.restart();
    }
    awaitShards(other, 1);
  }

  /** How many sockets of players and game servers are open at the instance. */
  private double sockets(boolean other) {
    Calls.Reply figures = new Calls(url(other), admin).get("/api/v1/metrics");
    assertThat(figures.status()).isEqualTo(200);
    return figures
        .text()
        .lines()
        .filter(line -> line.startsWith("omgservers_sockets{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  /** What the instance itself tells of itself. */
  JsonNode instance(boolean other) {
    for (JsonNode each : admin(other).get("instances").is(200).body().path("items")) {
      if (each.path("own").asBoolean()) {
        return each;
      }
    }
    throw new AssertionError("an instance does not know itself");
  }

  /** The shards on whose due rows the instance works. */
  List<Integer> shards(boolean other) {
    List<Integer> shards = new ArrayList<>();
    instance(other).path("shards").forEach(shard -> shards.add(shard.asInt()));
    return shards;
  }

  void awaitShards(boolean other, int count) {
    Await.until(() -> shards(other), held -> held.size() == count);
  }

  @Override
  public void close() {
    proxy.destroy();
    if (beside != null) {
      resume(true);
      beside.close();
    }
    resume(false);
    platform.close();
  }
}
