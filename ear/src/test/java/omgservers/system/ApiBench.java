package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/**
 * Measures what a call of the administration API costs the server, beside a ping of the same run.
 */
class ApiBench {
  private static final int CALLS = 2_000;
  private static final int WARM_UP = 5;
  private static final int FEW = 100;
  private static final int MANY = 10_000;
  private static final int MAKERS = 4;
  private static final Duration IDLE = Duration.ofSeconds(10);
  private static final String PING = "/service/v1/entrypoint/player/request/ping-service";

  private final Platform platform =
      Platform.start(
          new Installation(
              TestPlatform.ROOT,
              TestPlatform.fresh("api-bench"),
              TestPlatform.freePort(),
              Map.of(
                  "omgservers.limits.open-per-minute", "1000000",
                  "omgservers.limits.open-burst", "1000000",
                  "omgservers.limits.api-per-minute", "1000000",
                  "omgservers.limits.api-burst", "1000000")),
          new Screen(System.out));

  private final Calls nobody = new Calls(platform.installation().url(), null);
  private final Omgctl omgctl =
      new Omgctl(platform.installation().data().resolve("omgctl"), platform.installation().url());

  @Test
  void callsByTheNumberOfTenants() throws Exception {
    try {
      omgctl.loginSupport(platform.secrets().get("support"));
      omgctl.init(TestPlatform.TENANT, TestPlatform.PROJECT, TestPlatform.STAGE, "developer");
      Calls support = nobody.as(signIn());
      String runtime = runtime(support);
      make(support, FEW);
      warmUp(support, runtime);
      measure(support, runtime, FEW);
      make(support, MANY - FEW);
      measure(support, runtime, MANY);
    } finally {
      platform.close();
    }
  }

  private String signIn() {
    return nobody
        .post(
            "/api/v1/tokens",
            "{\"user\":\"support\",\"password\":\"%s\"}"
                .formatted(platform.secrets().get("support")))
        .text("token");
  }

  private String runtime(Calls support) {
    omgctl.deployDuel("bench", platform.installation().images());
    String list = "/api/v1/tenants/demo/projects/duel/stages/default/runtimes";
    Calls.Reply found =
        Await.until(
            () -> support.get(list + "?state=READY"),
            reply -> !reply.json().path("items").isEmpty());
    return list + "/" + found.json().path("items").path(0).path("id").asText();
  }

  private static void make(Calls support, int tenants) throws Exception {
    ExecutorService makers = Executors.newFixedThreadPool(MAKERS);
    try {
      List<Callable<Integer>> wishes =
          IntStream.range(0, tenants)
              .mapToObj(
                  i -> (Callable<Integer>) () -> support.post("/api/v1/tenants", "{}").status())
              .toList();
      for (Future<Integer> made : makers.invokeAll(wishes)) {
        assertThat(made.get()).isEqualTo(201);
      }
    } finally {
      makers.shutdown();
    }
  }

  /** What the compiler does in the beginning is no cost of a call. */
  private void warmUp(Calls support, String runtime) {
    for (int i = 0; i < WARM_UP * CALLS; i++) {
      nobody.post(PING, "{\"message\":\"x\"}");
      support.get("/api/v1/tenants/demo");
      support.get(runtime);
      support.get("/api/v1/tenants?limit=100");
    }
  }

  private void measure(Calls support, String runtime, int tenants) throws Exception {
    double idle = cost(() -> Thread.sleep(IDLE.toMillis())) / IDLE.toMillis();
    double ping = each(idle, () -> nobody.post(PING, "{\"message\":\"x\"}"));
    String with = ", " + tenants + " tenants";
    report("ping" + with, ping, ping);
    report("one tenant" + with, each(idle, () -> support.get("/api/v1/tenants/demo")), ping);
    report("one runtime" + with, each(idle, () -> support.get(runtime)), ping);
    report(
        "list of 100 tenants" + with,
        each(idle, () -> support.get("/api/v1/tenants?limit=100")),
        ping);
  }

  private interface Action {
    void run() throws Exception;
  }

  /** CPU of one call in milliseconds, what an idle server uses left out; warmed up before. */
  private double each(double idlePerMilli, Action call) throws Exception {
    Action all =
        () -> {
          for (int i = 0; i < CALLS; i++) {
            call.run();
          }
        };
    all.run();
    long begin = System.nanoTime();
    double used = cost(all);
    double millis = (System.nanoTime() - begin) / 1e6;
    return (used - idlePerMilli * millis) / CALLS;
  }

  /** CPU that the server uses meanwhile, in milliseconds. */
  private static double cost(Action action) throws Exception {
    double before = serverCpu();
    action.run();
    return serverCpu() - before;
  }

  /** The server is our child; its game servers are its own. */
  private static double serverCpu() {
    return server()
            .flatMap(each -> each.info().totalCpuDuration().stream())
            .mapToLong(Duration::toNanos)
            .sum()
        / 1e6;
  }

  private static Stream<ProcessHandle> server() {
    return ProcessHandle.current()
        .children()
        .filter(each -> each.info().commandLine().orElse("").contains("launch-micro.jar"));
  }

  private static void report(String what, double millis, double ping) {
    System.out.printf(
        "BENCH %-44s %8.3f ms of CPU  %7.2f x a ping (%.3f ms)%n",
        what, millis, millis / ping, ping);
  }
}
