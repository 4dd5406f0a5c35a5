package omgservers.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Players in a lobby and matches that are ready, more than a machine of ours can sign up and run:
 * for measuring only. Their rows are written as signing up and starting leave them.
 */
final class Crowds {
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();
  private static final int SLOTS = 1024;
  private static final int SHARDS = 2;

  private final Databases databases;
  private final List<String> shardOfSlot;
  private final long lobbyRuntime;
  private final int home;
  private final String deployment;
  private long made = Instant.now().minusSeconds(86_400).toEpochMilli() - EPOCH;

  /** Crowds of the deployment that the game's lobby belongs to. */
  Crowds(Databases databases, HandGame game) {
    this.databases = databases;
    this.lobbyRuntime = Long.parseLong(game.runtime());
    this.shardOfSlot =
        List.of(
            databases
                .text("select string_agg(shard::text, ',' order by slot) from slot_map")
                .split(",", -1));
    this.deployment =
        databases.textInShard(
            shardOf(lobbyRuntime), "select deployment_id from runtime where id = " + lobbyRuntime);
    this.home = shardOf(Long.parseLong(deployment));
  }

  private int shardOf(long id) {
    return Integer.parseInt(shardOfSlot.get((int) (id >>> 12) & (SLOTS - 1)));
  }

  private long id(long slot) {
    made++;
    return (made << 22) | (slot << 12);
  }

  private static List<List<String>> lists() {
    List<List<String>> lists = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  private void insert(int shard, String into, List<String> values) {
    if (!values.isEmpty()) {
      databases.changeShard(shard, "insert into " + into + " values " + String.join(",", values));
    }
  }

  private String ofDeployment(String what) {
    return databases.textInShard(
        home, "select " + what + " from deployment where id=" + deployment);
  }

  /** So many players more who are in the lobby; the ids of their clients. */
  List<Long> players(int count) {
    String place =
        ofDeployment("tenant_id || ',' || stage_id || ',' || id || ',' || matchmaker_id");
    String stage = ofDeployment("stage_id");
    String lobby =
        databases.textInShard(home, "select id from lobby where runtime_id = " + lobbyRuntime);
    List<Long> clients = new ArrayList<>();
    List<List<String>> accounts = lists();
    List<List<String>> players = lists();
    List<List<String>> rows = lists();
    List<String> assignments = new ArrayList<>();
    List<String> seats = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long user = id(i % SLOTS);
      long player = id(i % SLOTS);
      long client = id(i % SLOTS);
      int shard = shardOf(client);
      accounts.get(shard).add("(%d,'PLAYER','',now())".formatted(user));
      players.get(shard).add("(%d,%d,%s,'{}',now(),0)".formatted(player, user, stage));
      rows.get(shard)
          .add(
              "(%d,%d,%d,%s,'PLAYING',%d,'LOBBY',now(),now(),now() + interval '1 day',0)"
                  .formatted(client, user, player, place, lobbyRuntime));
      assignments.add(
          "(%d,%d,%d,%d,now())"
              .formatted(id((lobbyRuntime >>> 12) & (SLOTS - 1)), lobbyRuntime, client, user));
      seats.add("(%d,%s,%s,now())".formatted(client, deployment, lobby));
      clients.add(client);
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      insert(shard, "account (id,role,secret,created)", accounts.get(shard));
      insert(
          shard, "player (id,user_id,stage_id,profile,created,lock_version)", players.get(shard));
      insert(
          shard,
          "client (id,user_id,player_id,tenant_id,stage_id,deployment_id,matchmaker_id,state,"
              + "runtime_id,runtime_qualifier,created,seen,due_at,lock_version)",
          rows.get(shard));
    }
    insert(
        shardOf(lobbyRuntime), "assignment (id,runtime_id,client_id,user_id,created)", assignments);
    insert(home, "lobby_seat (client_id,deployment_id,lobby_id,created)", seats);
    return clients;
  }

  /** So many matches more that are ready and empty. */
  void matches(int count) {
    long matchmaker = Long.parseLong(ofDeployment("matchmaker_id"));
    String place = ofDeployment("tenant_id || ',' || stage_id || ',' || id || ',' || version_id");
    List<List<String>> runtimes = lists();
    List<String> matches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long match = id((matchmaker >>> 12) & (SLOTS - 1));
      long runtime = id(i % SLOTS);
      matches.add("(%d,%d,%d,'duel','OPEN',now())".formatted(match, matchmaker, runtime));
      runtimes
          .get(shardOf(runtime))
          .add(
              "(%d,%s,%d,%d,'MATCH','duel','hand/game:one','{}','','READY','elsewhere',now(),now(),now(),now() + interval '1 day',0)"
                  .formatted(runtime, place, matchmaker, match));
    }
    for (int shard = 0; shard < SHARDS; shard++) {
      insert(
          shard,
          "runtime (id,tenant_id,stage_id,deployment_id,version_id,matchmaker_id,part_id,qualifier,"
              + "mode,image,config,secret,state,pool_server,created,started_at,seen,due_at,"
              + "lock_version)",
          runtimes.get(shard));
    }
    int shard = shardOf(matchmaker);
    insert(shard, "match (id,matchmaker_id,runtime_id,mode,state,created)", matches);
    // What the server has in memory of the matchmaker is no longer right: it reads it anew.
    databases.changeShard(
        shard, "update matchmaker set revision = %d where id = %d".formatted(id(0), matchmaker));
  }
}
