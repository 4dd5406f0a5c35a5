package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/**
 * How much is done with a second of CPU, of the server and its databases together, on 1, 2 and 4
 * shards: three installations beside each other do the same work in turn, another first in each
 * round. Machines change from minute to minute, so shards are compared within each round.
 */
class ShardsBench {
  private static final List<Integer> SHARDS = List.of(1, 2, 4);
  private static final int THREADS = 4;
  private static final int CALLS = 2_000;
  private static final int WARM_ROUNDS = 10;
  private static final int ROUNDS = 12;
  private static final String MUCH = "10000000";

  /** An installation, and who works there. */
  private record Place(Platform platform, Service service, Calls admin) {
    static Place of(int shards) {
      Platform platform =
          Platform.start(
              new Installation(
                  TestPlatform.ROOT,
                  TestPlatform.fresh("shards-bench-" + shards),
                  TestPlatform.freePort(),
                  Map.of(
                      "omgservers.shards", Integer.toString(shards),
                      "omgservers.limits.open-per-minute", MUCH,
                      "omgservers.limits.open-burst", MUCH,
                      "omgservers.limits.api-per-minute", MUCH,
                      "omgservers.limits.api-burst", MUCH)),
              new Screen(System.out));
      Calls nobody = new Calls(platform.installation().url(), null);
      String token =
          nobody
              .post(
                  "/api/v1/tokens",
                  "{\"user\":\"admin\",\"password\":\"%s\"}"
                      .formatted(platform.secrets().get("admin")))
              .text("token");
      return new Place(platform, new Service(platform.installation().url()), nobody.as(token));
    }

    /** A player signs up, an operator makes a tenant and reads it; each lies where it falls. */
    void call() {
      assertThat(service.player("create-user", "{}", null).status()).isEqualTo(200);
      String tenant = admin.post("/api/v1/tenants", "{}").text("id");
      assertThat(admin.get("/api/v1/tenants/" + tenant).status()).isEqualTo(200);
    }
  }

  /** Calls done for each second of CPU. */
  private static double round(Place place, ExecutorService crowd) throws Exception {
    double before = ServerProcess.cpuWithDatabases(place.platform);
    List<Future<?>> all = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      all.add(
          crowd.submit(
              () -> {
                for (int i = 0; i < CALLS / THREADS; i++) {
                  place.call();
                }
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }
    return CALLS / (ServerProcess.cpuWithDatabases(place.platform) - before);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  @Test
  void workForASecondOfCpu() throws Exception {
    Map<Integer, Place> places = new LinkedHashMap<>();
    Map<Integer, List<Double>> figures = new LinkedHashMap<>();
    ExecutorService crowd = Executors.newFixedThreadPool(THREADS);
    try {
      for (int shards : SHARDS) {
        places.put(shards, Place.of(shards));
        figures.put(shards, new ArrayList<>());
      }
      for (int round = -WARM_ROUNDS; round < ROUNDS; round++) {
        List<Integer> order = new ArrayList<>(SHARDS);
        Collections.rotate(order, round);
        for (int shards : order) {
          double done = round(places.get(shards), crowd);
          if (round >= 0) {
            figures.get(shards).add(done);
          }
        }
      }
    } finally {
      crowd.shutdownNow();
      places.values().forEach(place -> place.platform.close());
    }
    figures.forEach((shards, done) -> report(shards, done, figures.get(1)));
  }

  private static void report(int shards, List<Double> done, List<Double> one) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < done.size(); round++) {
      ratios.add(done.get(round) / one.get(round));
    }
    System.out.printf(
        "BENCH %d shards: %.0f times sign-up, tenant made and read for a second of CPU (%.0f to %.0f), %.2f x one shard in the same round (%.2f to %.2f)%n",
        shards,
        median(done),
        Collections.min(done),
        Collections.max(done),
        median(ratios),
        Collections.min(ratios),
        Collections.max(ratios));
  }
}
