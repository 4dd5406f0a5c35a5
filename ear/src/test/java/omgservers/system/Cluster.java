package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

  /** The door, two instances, what the proxy counted, and as many databases. */
  private static final int PORTS = 4;

  private final int port;
  private final URI door;
  private final Map<String, String> settings;
  private Installation first;
  private Installation second;
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
    this(name, 1, Map.of());
  }

  /** On so many PostgreSQL servers, with these settings besides. */
  Cluster(String name, int servers, Map<String, String> settings) {
    this(TestPlatform.ROOT, name, servers, settings);
  }

  /** The same with servers as they were built in that checkout of the project. */
  Cluster(Path root, String name, int servers, Map<String, String> settings) {
    this.settings = settings;
    port = Ports.base(PORTS + servers);
    door = URI.create("http://127.0.0.1:" + port);
    Path data = TestPlatform.fresh(name);
    first = installation(root, data, port + 1);
    second = installation(root, data.resolve("second"), port + 2);
    platform =
        Platform.start(
            first,
            new Screen(System.out),
            IntStream.range(port + PORTS, port + PORTS + servers).boxed().toList());
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

  private Installation installation(Path root, Path data, int own) {
    Path shared = own == port + 1 ? data : data.getParent();
    Map<String, String> settings = new HashMap<>();
    settings.put("omgservers.public-url", door.toString());
    settings.put("omgservers.instance.public-url", "http://127.0.0.1:" + own);
    settings.put("omgservers.pool.process.images", shared.resolve("images").toString());
    settings.put("omgservers.pool.process.data", shared.resolve("runtimes").toString());
    settings.put("omgservers.player.client-silence", "PT5M");
    settings.put("omgservers.runtime.silence", "PT10M");
    settings.put("omgservers.instance.drain-notice", "PT3S");
    settings.put("omgservers.sockets.player-messages-per-second", "100000");
    settings.put("omgservers.sockets.player-messages-burst", "100000");
    settings.put(Installation.JAVA_OPTIONS, TestPlatform.BRIEF_SERVER);
    settings.putAll(this.settings);
    return new Installation(root, data, own, settings);
  }

  private Process proxy() {
    ProcessBuilder builder =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-db",
                "-f",
                PROXY.toAbsolutePath().toString(),
                "-f",
                counting().toString())
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

  /** Besides what the guide describes, the proxy tells what it counts. */
  private Path counting() {
    try {
      return Files.writeString(
          first.data().resolve("counting.cfg"),
          "global\n  stats socket ipv4@127.0.0.1:%d level user\n".formatted(port + PORTS - 1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many answers of this kind, such as 5xx, the proxy has passed on to callers. */
  long answers(String kind) {
    return Long.parseLong(counted("door", "FRONTEND", "hrsp_" + kind));
  }

  /** Whether the proxy sends nobody to the instance. */
  private boolean isOut(boolean other) {
    return counted("instances", other ? "b" : "a", "status").startsWith("DOWN");
  }

  private String counted(String proxy, String server, String column) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port + PORTS - 1)) {
      socket.getOutputStream().write("show stat\n".getBytes(StandardCharsets.US_ASCII));
      List<String[]> table =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .lines()
              .map(line -> line.split(",", -1))
              .toList();
      int place = List.of(table.get(0)).indexOf(column);
      return table.stream()
          .filter(row -> row.length > place && row[0].equals(proxy) && row[1].equals(server))
          .map(row -> row[place])
          .findFirst()
          .orElseThrow();
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

  /** What an administrator shows who makes calls. */
  String token() {
    return admin;
  }

  private long pid(boolean other) {
    return other ? beside.pid() : platform.pid();
  }

  /** The folders of logs of both. */
  List<Path> logs() {
    return List.of(first.logs(), second.logs());
  }

  /** Sends a signal to a process. */
  static void signal(String name, long pid) {
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

  /** Stops the instance as an operator without patience does, and starts it again. */
  void stopAndStart(boolean other) {
    if (other) {
      beside.close();
      start(true);
    } else {
      platform.restart();
    }
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
    empty(other);
    stopAndStart(other);
    awaitShards(other, 1);
  }

  /** The same, but what starts at its place is as it was built in that checkout of the project. */
  void replace(boolean other, Path root) {
    empty(other);
    if (other) {
      second = installation(root, second.data(), second.port());
      stopAndStart(true);
    } else {
      first = installation(root, first.data(), first.port());
      platform.replace(first);
    }
    awaitShards(other, 1);
  }

  private void empty(boolean other) {
    int number = instance(other).path("number").asInt();
    admin(!other).post("instances/" + number + "/drain", "").is(204);
    Await.until(() -> new Calls(url(other), null).get("/ready").status(), code -> code == 503);
    awaitShards(!other, 2);
    // The sockets are closed after the notice.
    Await.until(() -> sockets(other), open -> open == 0);
    // On a busy machine the proxy looks later than after the notice.
    Await.until(() -> isOut(other), out -> out);
  }

  /** How many sockets of players and game servers are open at the instance. */
  private double sockets(boolean other) {
    return figure(other, "omgservers_sockets");
  }

  /** The sum of what the instance tells of this figure. */
  double figure(boolean other, String name) {
    Calls.Reply figures = new Calls(url(other), admin).get("/api/v1/metrics");
    assertThat(figures.status()).isEqualTo(200);
    return figures
        .text()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
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

  /** How many instances live, as the instance knows; 0 while it cannot reach the directory. */
  int alive(boolean other) {
    Administration.Reply known = admin(other).get("instances");
    if (known.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
      return 0;
    }
    int alive = 0;
    for (JsonNode each : known.is(200).body().path("items")) {
      alive += each.path("alive").asBoolean() ? 1 : 0;
    }
    return alive;
  }

  /** Whether both are ready, and all shards are somebody's to work on. */
  boolean isWhole() {
    try {
      for (boolean other : List.of(false, true)) {
        if (new Calls(url(other), null).get("/ready").status() != 200 || alive(other) != 2) {
          return false;
        }
      }
      return shards(false).size() + shards(true).size() == platform.installation().shards();
    } catch (RuntimeException | AssertionError e) {
      // One does not answer yet.
      return false;
    }
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
