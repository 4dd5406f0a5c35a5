package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import omgservers.launcher.Installation;
import omgservers.launcher.Platform;
import omgservers.launcher.Screen;
import org.junit.jupiter.api.Test;

/**
 * What it costs to watch many runtimes that need nothing, beside the same servers without any, both
 * before and after, as the compiler has the less to do the older the server is: CPU of our server
 * and of its database. Their rows are written to the databases, and stand-ins answer for the
 * engines; all else is as ever.
 */
class RuntimesBench {
  private static final int RUNTIMES = 10_000;
  private static final int SERVERS = 20;
  private static final Duration SETTLED = Duration.ofSeconds(90);
  private static final Duration MEASURED = Duration.ofMinutes(2);
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private final Platform platform =
      Platform.start(
          new Installation(
              TestPlatform.ROOT,
              TestPlatform.fresh("runtimes-bench"),
              TestPlatform.freePort(),
              Map.of("omgservers.pool.process.enabled", "false")),
          new Screen(System.out));

  private final Databases databases = new Databases(platform);

  @Test
  void watchingThoseThatAreWell() throws IOException, InterruptedException {
    List<StandInEngine> engines = new ArrayList<>();
    try {
      Service service = new Service(platform.installation().url());
      Administration admin =
          new Administration(
              platform.installation().url(),
              service.token("admin", "admin", platform.secrets().get("admin")));
      for (int i = 0; i < SERVERS; i++) {
        StandInEngine engine = new StandInEngine();
        engines.add(engine);
        admin
            .post(
                "pool/servers",
                "{\"name\":\"many-%d\",\"driver\":\"docker\",\"slots\":%d,\"address\":\"%s\"}"
                    .formatted(i, RUNTIMES / SERVERS, engine.address()))
            .is(201);
      }
      Thread.sleep(SETTLED.toMillis());
      double before = cpu();
      insert(engines);
      Thread.sleep(SETTLED.toMillis());
      double many = cpu();
      assertThat(databases.countInShards("select count(*) from runtime where state = 'READY'"))
          .as("they were all found to be well")
          .isEqualTo(RUNTIMES);
      assertThat(databases.text("select count(*) from container"))
          .isEqualTo(Integer.toString(RUNTIMES));
      remove(engines);
      Thread.sleep(SETTLED.toMillis());
      double after = cpu();
      System.out.printf(
          "BENCH %-44s %8.4f of a core, %.4f more than without any (%.4f before, %.4f after,"
              + " %d engines)%n",
          RUNTIMES + " healthy runtimes, server and database",
          many,
          many - (before + after) / 2,
          before,
          after,
          SERVERS);
    } finally {
      platform.close();
      engines.forEach(StandInEngine::close);
    }
  }

  private void insert(List<StandInEngine> engines) {
    String installation = databases.text("select id from installation");
    List<String> shards = shards();
    long made = (Instant.now().toEpochMilli() - EPOCH) << 22;
    Map<Integer, StringBuilder> rows = new HashMap<>();
    StringBuilder containers = new StringBuilder();
    for (int server = 0; server < SERVERS; server++) {
      String serverId =
          databases.text("select id from pool_server where name = 'many-%d'".formatted(server));
      List<Long> runtimes = new ArrayList<>();
      for (int i = 0; i < RUNTIMES / SERVERS; i++) {
        int slot = (server * (RUNTIMES / SERVERS) + i) % 1024;
        long id = made + ((long) i << 22) + ((long) server << 6) + ((long) slot << 12);
        runtimes.add(id);
        int shard = Integer.parseInt(shards.get(slot));
        append(
            rows.computeIfAbsent(shard, key -> new StringBuilder()),
            "(%d,1,1,1,1,1,1,'MATCH','duel','studio/duel:game','{}','','READY','many-%d',now(),now(),now(),now() + interval '1 day',0)"
                .formatted(id, server));
        append(containers, "(%d,%s,now(),0,0)".formatted(id, serverId));
      }
      engines.get(server).run(installation, runtimes);
    }
    databases.change(
        "insert into container (runtime_id, server_id, created, cpu_millis, memory_mib) values "
            + containers);
    rows.forEach(
        (shard, values) ->
            databases.changeShard(
                shard,
                "insert into runtime (id, tenant_id, stage_id, deployment_id, version_id,"
                    + " matchmaker_id, part_id, qualifier, mode, image, config, secret, state,"
                    + " pool_server, created, started_at, seen, due_at, lock_version) values "
                    + values));
  }

  private void remove(List<StandInEngine> engines) {
    databases.change("delete from container");
    for (int shard : List.of(0, 1)) {
      databases.changeShard(shard, "delete from runtime");
    }
    engines.forEach(engine -> engine.run("", List.of()));
  }

  private static void append(StringBuilder rows, String row) {
    rows.append(rows.isEmpty() ? "" : ",").append(row);
  }

  /** Which shard holds which slot. */
  private List<String> shards() {
    return List.of(
        databases
            .text("select string_agg(shard::text, ',' order by slot) from slot_map")
            .split(",", -1));
  }

  /** What our server and its database use of a core. */
  private double cpu() throws IOException, InterruptedException {
    double before = used();
    Thread.sleep(MEASURED.toMillis());
    return (used() - before) / MEASURED.toSeconds();
  }

  private double used() throws IOException {
    Path data = platform.installation().data();
    long server =
        Long.parseLong(Files.readString(data.resolve("server.pid")).strip().split("\\s", -1)[0]);
    Stream<ProcessHandle> database =
        ProcessHandle.allProcesses()
            .filter(each -> each.info().commandLine().orElse("").contains(data + "/postgresql"))
            .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
            .distinct();
    return Stream.concat(ProcessHandle.of(server).stream(), database)
        .mapToDouble(
            each -> each.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0)
        .sum();
  }
}
