package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/**
 * Measures what a move of slots costs the slots that stay: the same calls, on tenants of those,
 * while slots move and while none does, in turn; and how long the slots that move are closed.
 */
class SlotMoveBench {
  private static final int TENANTS = 2_000;
  private static final int ROUNDS = 6;
  private static final int SLOTS = 64;
  private static final Duration PART = Duration.ofSeconds(8);
  private static final String PATH = "/api/v1/tenants/";

  private final Platform platform =
      Platform.start(
          new Installation(
              TestPlatform.ROOT,
              TestPlatform.fresh("slot-move-bench"),
              TestPlatform.freePort(),
              Map.of(
                  "omgservers.limits.api-per-minute", "1000000",
                  "omgservers.limits.api-burst", "1000000")),
          new Screen(System.out));

  private final Calls nobody = new Calls(platform.installation().url(), null);
  private final List<String> staying = new ArrayList<>();
  private int target = 1;

  @Test
  void callsOnOtherSlotsWhileSlotsMove() {
    try {
      Calls admin = nobody.as(signIn());
      for (int i = 0; i < TENANTS; i++) {
        String tenant = admin.post("/api/v1/tenants", "{}").text("id");
        if (slot(tenant) >= SLOTS) {
          staying.add(tenant);
        }
      }
      during(admin, () -> true);
      List<Double> alone = new ArrayList<>();
      List<Double> beside = new ArrayList<>();
      int pause = 0;
      for (int round = 0; round < ROUNDS; round++) {
        alone.addAll(during(admin, () -> true));
        String move = begin(admin);
        beside.addAll(during(admin, () -> state(admin, move).equals("RUNNING")));
        JsonNode ended =
            Await.within(
                Duration.ofMinutes(2),
                () -> admin.get("/api/v1/slot-moves/" + move).json(),
                view -> !view.path("state").asText().equals("RUNNING"));
        assertThat(ended.path("state").asText()).isEqualTo("DONE");
        pause = Math.max(pause, ended.path("longest_pause_millis").asInt());
      }
      report("median", at(beside, 0.5), at(alone, 0.5));
      report("99 of 100", at(beside, 0.99), at(alone, 0.99));
      report("slowest", at(beside, 1), at(alone, 1));
      System.out.printf("BENCH longest pause of %d slots: %d ms%n", ROUNDS * SLOTS, pause);
    } finally {
      platform.close();
    }
  }

  private String signIn() {
    return nobody
        .post(
            "/api/v1/tokens",
            "{\"user\":\"admin\",\"password\":\"%s\"}".formatted(platform.secrets().get("admin")))
        .text("token");
  }

  private static int slot(String id) {
    return (int) (Long.parseLong(id) >>> 12) & 1023;
  }

  /** The same slots go there and back. */
  private String begin(Calls admin) {
    List<String> slots = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      slots.add(Integer.toString(slot));
    }
    String body =
        "{\"kind\":\"MOVE\",\"to\":%d,\"slots\":[%s]}".formatted(target, String.join(",", slots));
    target = 1 - target;
    return admin.post("/api/v1/slot-moves", body).text("id");
  }

  private static String state(Calls admin, String move) {
    return admin.get("/api/v1/slot-moves/" + move).text("state");
  }

  /** Writes to one tenant after the other for a while; how long each call took, in milliseconds. */
  private List<Double> during(Calls admin, BooleanSupplier wanted) {
    List<Double> taken = new ArrayList<>();
    long end = System.nanoTime() + PART.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      if (i % 50 == 0 && !wanted.getAsBoolean()) {
        break;
      }
      long begin = System.nanoTime();
      Calls.Reply made = admin.post(PATH + staying.get(i % staying.size()) + "/projects", "{}");
      taken.add((System.nanoTime() - begin) / 1e6);
      assertThat(made.status()).isEqualTo(201);
    }
    return taken;
  }

  private static double at(List<Double> values, double share) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((int) (share * (sorted.size() - 1)));
  }

  private static void report(String what, double beside, double alone) {
    System.out.printf(
        "BENCH write on a slot that stays, %-10s %7.2f ms beside a move, %7.2f ms alone: %5.2f x%n",
        what, beside, alone, beside / alone);
  }
}
