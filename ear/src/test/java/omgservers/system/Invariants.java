package omgservers.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must hold whatever happens to parts of a cluster, read in its databases and engines. */
final class Invariants {
  /** So long after all is whole again, what runs and what is written is the same. */
  private static final Duration SETTLED_MAX = Duration.ofSeconds(30);

  /** What holds at any moment on each shard; each row is a breach. */
  private static final String ALWAYS =
      """
      select 'user ' || s.user_id || ' is in two matches of ' || m.mode
      from seat s join match m on m.id = s.match_id
      group by s.user_id, m.matchmaker_id, m.mode having count(*) > 1
      union all
      select 'match ' || match_id || ' has ' || count(*) || ' seats'
      from seat group by match_id having count(*) > 2
      union all
      select 'match ' || match_id || ' has ' || count(*) || ' in group ' || group_name
      from seat where group_name in ('left', 'right')
      group by match_id, group_name having count(*) > 1
      union all
      select 'lobby ' || s.lobby_id || ' has ' || count(*) || ' players'
      from lobby_seat s join deployment d on d.id = s.deployment_id
      where s.lobby_id is not null
      group by s.lobby_id, d.config
      having count(*) > (d.config::json -> 'lobby' ->> 'max_assignments')::int
      union all
      select 'client ' || a.client_id || ' was sent to runtime ' || r.id || ' after its end'
      from assignment a join runtime r on r.id = a.runtime_id
      where a.created > r.ended_at
      union all
      select 'ticket ' || id || ' has waited since ' || created
      from ticket where created < now() - interval '4 minutes'
      union all
      select 'user ' || user_id || ' is player ' || count(*) || ' times'
      from player group by user_id, stage_id having count(*) > 1
      """;

  private static final String SLOTS =
      """
      select 'server ' || s.name || ' has ' || count(*) || ' containers'
      from container c join pool_server s on s.id = c.server_id
      group by s.id having count(*) > s.slots
      """;

  /** Which tenant owns what; ids that other rows name. */
  private static final String OWNERS =
      """
      select id || ' ' || tenant_id from deployment
      union all select matchmaker_id || ' ' || tenant_id from deployment
      union all select id || ' ' || tenant_id from runtime
      union all select id || ' ' || tenant_id from client
      union all select id || ' ' || tenant_id from version
      union all select id || ' ' || tenant_id from stage
      """;

  /** Pairs of ids that must belong to the same tenant. */
  private static final String PAIRS =
      """
      select id || ' ' || deployment_id from runtime
      union all select id || ' ' || version_id from runtime
      union all select id || ' ' || stage_id from runtime
      union all select id || ' ' || deployment_id from client
      union all select id || ' ' || stage_id from client
      union all select id || ' ' || runtime_id from client where runtime_id is not null
      union all select client_id || ' ' || runtime_id from assignment
      union all select s.client_id || ' ' || m.matchmaker_id from seat s join match m on m.id = s.match_id
      union all select client_id || ' ' || matchmaker_id from ticket
      union all select runtime_id || ' ' || matchmaker_id from match
      union all select client_id || ' ' || deployment_id from lobby_seat
      union all select runtime_id || ' ' || deployment_id from lobby
      """;

  /** Which game server is to run where: as a process, or as a container of an engine. */
  private static final String PLACES =
      """
      select c.runtime_id || ' ' || case s.driver when 'docker' then s.name else s.driver end
      from container c join pool_server s on s.id = c.server_id
      """;

  private final Cluster cluster;
  private final Engines engines;
  private final Databases databases;

  Invariants(Cluster cluster, Engines engines) {
    this.cluster = cluster;
    this.engines = engines;
    this.databases = new Databases(cluster.platform());
  }

  /** What is broken now; databases that cannot be asked now break nothing. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    for (int shard = 0; shard < databases.shards(); shard++) {
      broken.addAll(broken(shard));
    }
    return broken;
  }

  private List<String> broken(int shard) {
    try {
      return databases.linesInShard(shard, ALWAYS);
    } catch (IllegalStateException e) {
      // It is killed or frozen now.
      return List.of();
    }
  }

  /** All is there again: everything must be as it says. */
  void settle() {
    long begin = System.nanoTime();
    Await.until(cluster::isWhole, whole -> whole);
    Await.until(
        () -> databases.lines("select name from pool_server where unhealthy_since is not null"),
        List::isEmpty);
    System.out.println("all is whole after " + since(begin));
    begin = System.nanoTime();
    assertThat(broken()).isEmpty();
    assertThat(databases.lines(SLOTS)).isEmpty();
    // While they play, others come and go between two looks.
    Set<String> unlike = unlike();
    Await.within(
        SETTLED_MAX,
        () -> {
          unlike.retainAll(unlike());
          return unlike;
        },
        Set::isEmpty);
    System.out.println("what runs is what is written after " + since(begin));
    assertThat(foreign()).isEmpty();
  }

  /** After all have gone: nobody waits, and what is counted in memory is what is written. */
  void rest() {
    long begin = System.nanoTime();
    Await.until(() -> databases.linesInShards("select id::text from ticket"), List::isEmpty);
    Await.within(SETTLED_MAX, this::astray, List::isEmpty);
    for (boolean other : List.of(false, true)) {
      Await.until(
          () ->
              cluster.figure(other, "omgservers_pool_slots_used")
                  - Double.parseDouble(databases.text("select count(*) from container")),
          difference -> difference == 0);
      Await.until(
          () -> cluster.figure(other, "omgservers_matchmaking_tickets"), waiting -> waiting == 0);
    }
    System.out.println("all rests after " + since(begin));
  }

  private static String since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms";
  }

  /** All deployments have been ended: nothing is left of any game server. */
  void empty() {
    long begin = System.nanoTime();
    Await.until(
        () -> databases.linesInShards("select id::text from runtime where state not in ('ENDED')"),
        List::isEmpty);
    Await.within(SETTLED_MAX, () -> databases.lines(PLACES), List::isEmpty);
    Await.within(SETTLED_MAX, this::present, Map::isEmpty);
    System.out.println("nothing runs after " + since(begin));
  }

  /**
   * What is in one of rows of runtimes, rows of containers, and what there is of them: processes
   * that run, and the containers that engines have. Those that have ended are to go, too.
   */
  private Set<String> unlike() {
    Set<String> written = new HashSet<>(databases.lines(PLACES));
    Set<String> lived =
        new HashSet<>(
            databases.linesInShards(
                "select id::text from runtime where state in ('STARTING', 'READY', 'CLOSING')"));
    Map<String, Boolean> present = present();
    Set<String> unlike = new TreeSet<>();
    Set<String> placed = written.stream().map(Invariants::first).collect(Collectors.toSet());
    lived.stream()
        .filter(id -> !placed.contains(id))
        .forEach(id -> unlike.add(id + " without row"));
    for (String place : written) {
      if (!lived.contains(first(place))) {
        unlike.add(place + " without runtime");
      }
      if (!present.getOrDefault(place, false)) {
        unlike.add(place + " does not run");
      }
    }
    present.keySet().stream()
        .filter(place -> !written.contains(place))
        .forEach(place -> unlike.add(place + " without row"));
    return unlike;
  }

  private static String first(String place) {
    return place.substring(0, place.indexOf(' '));
  }

  /** What there is of game servers, and where; whether it runs. */
  private Map<String, Boolean> present() {
    Map<String, Boolean> present = new HashMap<>();
    Mischief.gameServers(cluster)
        .forEach(folder -> present.put(folder.getFileName() + " process", true));
    engines
        .containers()
        .forEach(each -> present.put(each.runtime() + " " + each.engine(), each.runs()));
    return present;
  }

  /** Players in a runtime that is not there. */
  private List<String> astray() {
    Set<String> ready =
        new HashSet<>(
            databases.linesInShards("select id::text from runtime where state = 'READY'"));
    return databases
        .linesInShards("select id || ' ' || runtime_id from client where state = 'PLAYING'")
        .stream()
        .filter(line -> !ready.contains(line.substring(line.indexOf(' ') + 1)))
        .toList();
  }

  /** Rows of a tenant that name something of another. */
  private List<String> foreign() {
    Map<String, String> owners = new HashMap<>();
    for (String line : databases.linesInShards(OWNERS)) {
      owners.put(line.split(" ", -1)[0], line.split(" ", -1)[1]);
    }
    return databases.linesInShards(PAIRS).stream()
        .filter(
            line -> {
              String first = owners.get(line.split(" ", -1)[0]);
              String second = owners.get(line.split(" ", -1)[1]);
              // What has gone between two looks names nobody.
              return first != null && second != null && !first.equals(second);
            })
        .toList();
  }
}
