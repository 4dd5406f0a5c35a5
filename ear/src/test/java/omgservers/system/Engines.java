package omgservers.system;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Docker engines that a cluster runs containers on: one that stops its containers when it starts
 * again, and one whose containers go on without it; or one of them.
 */
final class Engines implements AutoCloseable {
  private static final int SLOTS = 20;

  private final Map<String, DockerEngine> all;

  private Engines(Map<String, DockerEngine> all) {
    this.all = all;
  }

  /** Starts both, or one by the seed; they have the example game as an image of this name. */
  static Engines start(String image, int count, long seed) {
    Engines engines = new Engines(new TreeMap<>());
    try {
      for (int i = 0; i < count; i++) {
        if (Math.floorMod(seed + i, 2) == 0) {
          engines.all.put("plain", DockerEngine.start("plain"));
        } else {
          engines.all.put("lasting", DockerEngine.start("lasting", "--live-restore"));
        }
      }
      engines.all.values().forEach(engine -> DockerPool.buildGame(engine, image));
      return engines;
    } catch (RuntimeException e) {
      engines.close();
      throw e;
    }
  }

  /** The pool of the cluster has them from now on. */
  void join(Cluster cluster) {
    all.forEach(
        (name, engine) ->
            cluster
                .admin(false)
                .post(
                    "pool/servers",
                    "{\"name\":\"%s\",\"driver\":\"docker\",\"slots\":%d,\"address\":\"%s\"}"
                        .formatted(name, SLOTS, engine.address()))
                .is(201));
    Await.until(
        () ->
            all.keySet().stream()
                .map(name -> cluster.admin(false).get("pool/servers/" + name).body())
                .filter(server -> server.path("health").asText().equals("HEALTHY"))
                .count(),
        healthy -> healthy == all.size());
  }

  /** What they are called as servers of the pool. */
  List<String> names() {
    return List.copyOf(all.keySet());
  }

  DockerEngine get(String name) {
    return all.get(name);
  }

  /** A container of a game server, on the engine of this name. */
  record Contained(String engine, String runtime, boolean runs) {}

  /** The containers of all, also of those that were not started and those that have ended. */
  List<Contained> containers() {
    return names().stream().flatMap(this::containers).toList();
  }

  /** The containers of one of them. */
  Stream<Contained> containers(String name) {
    return get(name)
        .succeed(
            "ps",
            "-a",
            "--filter",
            "label=com.omgservers.runtime",
            "--format",
            "{{.Label \"com.omgservers.runtime\"}} {{.State}}")
        .lines()
        .map(line -> line.split(" ", -1))
        .map(part -> new Contained(name, part[0], part[1].equals("running")));
  }

  /** Passwords of the game servers in them. */
  List<String> passwords() {
    String begin = "OMGSERVERS_PASSWORD=";
    return containers().stream()
        .map(
            each ->
                get(each.engine)
                    .run(
                        "inspect",
                        "--format",
                        "{{range .Config.Env}}{{println .}}{{end}}",
                        container(each.runtime)))
        // What has gone since is not looked at.
        .filter(result -> result.exitCode() == 0)
        .flatMap(result -> result.output().lines())
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .toList();
  }

  static String container(String runtime) {
    return "omgservers_" + runtime;
  }

  @Override
  public void close() {
    CompletableFuture.allOf(
            all.values().stream()
                .map(engine -> CompletableFuture.runAsync(() -> end(engine), Mischief.THREADS))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  /** A test that failed may have left it frozen. */
  private static void end(DockerEngine engine) {
    engine.signal("CONT");
    engine.signalContainerd("CONT");
    engine.close();
  }
}
