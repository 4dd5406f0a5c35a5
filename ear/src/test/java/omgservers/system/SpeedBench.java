package omgservers.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/** Measures what is promised of speed; each figure beside a baseline of the same run. */
class SpeedBench {
  private static final int MATCHES = 8;
  private static final int PINGS = 200;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final String PLAY =
      "{\"qualifier\":\"MESSAGE_PRODUCED\",\"body\":{\"message\":{\"kind\":\"play\"}}}";

  private static double seconds(Callable<?> action) throws Exception {
    Instant begin = Instant.now();
    action.call();
    return Duration.between(begin, Instant.now()).toNanos() / 1e9;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void report(String what, double value, String unit, double baseline, String of) {
    System.out.printf(
        "BENCH %-44s %8.3f %-3s  %7.2f x %s (%.3f %s)%n",
        what, value, unit, value / baseline, of, baseline, unit);
  }

  @Test
  void secondStart() throws Exception {
    Installation installation =
        new Installation(
            TestPlatform.ROOT, TestPlatform.fresh("bench"), TestPlatform.freePort(), Map.of());
    Callable<Object> startAndStop =
        () -> {
          Platform.start(installation, new Screen(System.out)).close();
          return null;
        };
    double first = seconds(startAndStop);
    report("second start to ready, and stop", seconds(startAndStop), "s", first, "first start");
  }

  @Test
  void matchmakingIntoAWarmMatch() throws Exception {
    Service service = TestPlatform.service();
    TestPlatform.omgctl().deployDuel("bench");
    List<Double> pings = new ArrayList<>();
    for (int i = 0; i < PINGS; i++) {
      pings.add(seconds(() -> service.player("ping-service", "{\"message\":\"x\"}", null)));
    }
    List<Double> waits = new ArrayList<>();
    for (int i = 0; i < MATCHES; i++) {
      waits.add(pair(service));
    }
    report("second wish to both assigned, median", median(waits), "s", median(pings), "a ping");
    report(
        "second wish to both assigned, worst",
        waits.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
        "s",
        median(pings),
        "a ping");
  }

  private static double pair(Service service) throws Exception {
    Connector first = enter(service);
    Connector second = enter(service);
    while (!TestPlatform.omgctl().runtimes().matches("(?s).*MATCH +READY +duel +0 .*")) {
      Thread.sleep(200);
    }
    first.send(PLAY);
    Thread.sleep(1_000);
    double wait =
        seconds(
            () -> {
              second.send(PLAY);
              first.next("\"MATCH\"");
              return second.next("\"MATCH\"");
            });
    first.close();
    second.close();
    return wait;
  }

  private static Connector enter(Service service) throws InterruptedException {
    JsonNode config = service.enter(service.signUp()).body().path("connector_config");
    Connector connector = new Connector(config);
    connector.next("\"LOBBY\"");
    return connector;
  }

  @Test
  void idleServer() throws Exception {
    TestPlatform.omgctl().deployDuel("idle");
    String data = TestPlatform.get().installation().data().toString();
    while (!TestPlatform.omgctl().runtimes().contains("READY")) {
      Thread.sleep(500);
    }
    Thread.sleep(90_000);
    Set<ProcessHandle> all = ProcessHandle.current().descendants().collect(Collectors.toSet());
    Set<ProcessHandle> games =
        all.stream()
            .filter(each -> each.info().commandLine().orElse("").contains("server.lua"))
            .collect(Collectors.toSet());
    Set<ProcessHandle> server = new java.util.HashSet<>(all);
    server.removeAll(games);
    double before = cpu(server) + database(data);
    double gamesBefore = cpu(games);
    Thread.sleep(IDLE.toMillis());
    double core = IDLE.toMillis() / 1000.0;
    report(
        "idle server with database, CPU",
        cpu(server) + database(data) - before,
        "s",
        core,
        "a core");
    report("idle lobby and match, CPU", cpu(games) - gamesBefore, "s", core, "a core");
  }

  /** PostgreSQL makes itself a daemon: its processes are no descendants of ours. */
  private static double database(String data) {
    return cpu(
        ProcessHandle.allProcesses()
            .filter(each -> each.info().commandLine().orElse("").contains(data + "/postgresql"))
            .flatMap(
                each ->
                    java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(each), each.descendants()))
            .collect(Collectors.toSet()));
  }

  private static double cpu(Set<ProcessHandle> handles) {
    return handles.stream()
        .mapToDouble(
            each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0)
        .sum();
  }
}
