package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages of the console beside a stage with 100 runtimes, and with 100,000. */
class ConsoleListsBench {
  private static final String TENANT = "console-lists";
  private static final String PLACE = "?tenant=" + TENANT + "&project=duel&stage=many";
  private static final int FEW = 100;
  private static final int MANY = 100_000;
  private static final int SHARDS = 2;
  private static final int WARM = 60;
  private static final int MEASURED = 41;
  private static final long PAGE_MAX = 1_000;
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private static final Map<String, String> PAGES = new LinkedHashMap<>();

  static {
    PAGES.put("overview", "/console/overview");
    PAGES.put("runtimes", "/console/runtimes" + PLACE);
    PAGES.put("runtimes, the ready ones", "/console/runtimes" + PLACE + "&state=ready");
    PAGES.put("runtimes, those that wait", "/console/runtimes" + PLACE + "&state=pending");
    PAGES.put("runtimes with a text that one has", "/console/runtimes" + PLACE + "&text=odd+77+");
    PAGES.put("runtimes with a text that none has", "/console/runtimes" + PLACE + "&text=nowhere");
    PAGES.put("shards", "/console/shards");
    PAGES.put("stage", "/console/stage" + PLACE);
  }

  private final Databases databases = new Databases(TestPlatform.get());

  @Test
  void listsStayQuick() {
    Studio studio = Studio.open(TestPlatform.get(), TENANT);
    String stage = studio.stage("many");
    String tenant = studio.support().get("tenants/" + TENANT).is(200).text("id");
    ConsoleCalls support =
        ConsoleCalls.signIn("support", TestPlatform.get().secrets().get("support"));
    try {
      insert(tenant, stage, 0, FEW);
      for (int i = 0; i < WARM; i++) {
        PAGES.values().forEach(address -> time(support, address));
      }
      Map<String, Long> few = measure(support);
      insert(tenant, stage, FEW, MANY);
      Map<String, Long> many = measure(support);
      PAGES
          .keySet()
          .forEach(
              page ->
                  System.out.printf(
                      "BENCH console %-36s %6.1f ms with %d runtimes, %.2f x as with %d (%.1f ms)%n",
                      page,
                      many.get(page) / 1e6,
                      MANY,
                      many.get(page) / (double) few.get(page),
                      FEW,
                      few.get(page) / 1e6));
      assertThat(many.values()).allMatch(time -> time < Duration.ofMillis(PAGE_MAX).toNanos());
    } finally {
      for (int shard = 0; shard < SHARDS; shard++) {
        databases.changeShard(shard, "delete from runtime where stage_id = " + stage);
      }
    }
  }

  /** The median of each page. */
  private static Map<String, Long> measure(ConsoleCalls visitor) {
    Map<String, Long> medians = new LinkedHashMap<>();
    PAGES.forEach(
        (page, address) -> {
          long[] times =
              IntStream.range(0, MEASURED).mapToLong(i -> time(visitor, address)).toArray();
          Arrays.sort(times);
          medians.put(page, times[MEASURED / 2]);
        });
    return medians;
  }

  private static long time(ConsoleCalls visitor, String address) {
    long begin = System.nanoTime();
    HttpResponse<String> answer = visitor.get(address);
    long time = System.nanoTime() - begin;
    assertThat(answer.statusCode()).as(address).isEqualTo(200);
    return time;
  }

  /** One in ten runs, and is looked at tomorrow; the others have ended. */
  private void insert(String tenant, String stage, int from, int to) {
    List<String> shards =
        List.of(
            databases
                .text("select string_agg(shard::text, ',' order by slot) from slot_map")
                .split(",", -1));
    long made = (Instant.now().minus(Duration.ofDays(1)).toEpochMilli() - EPOCH) << 22;
    for (int shard = 0; shard < SHARDS; shard++) {
      List<String> slots = new ArrayList<>();
      for (int slot = 0; slot < shards.size(); slot++) {
        if (shards.get(slot).equals(Integer.toString(shard))) {
          slots.add(Integer.toString(slot));
        }
      }
      databases.changeShard(
          shard,
          """
          insert into runtime (id, tenant_id, stage_id, deployment_id, version_id, matchmaker_id,
            part_id, qualifier, mode, image, config, secret, state, pool_server, created, started_at,
            seen, due_at, end_reason, lock_version)
          select %d + (i::bigint << 22) + ((array[%s])[1 + i %% %d]::bigint << 12), %s, %s, 1, 1, 1,
            1, 'MATCH', 'duel', 'studio/duel:game', '{}', '',
            case when i %% 10 = 0 then 'READY' else 'ENDED' end, 'many', now(), now(), now(),
            now() + interval '1 day', 'odd ' || i || ' ended', 0
          from generate_series(%d, %d) as i
          """
              .formatted(
                  made,
                  String.join(",", slots),
                  slots.size(),
                  tenant,
                  stage,
                  from / SHARDS,
                  to / SHARDS - 1));
      databases.changeShard(shard, "analyze runtime");
    }
  }
}
