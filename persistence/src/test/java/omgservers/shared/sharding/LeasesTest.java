package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.outbox.Letters;
import omgservers.shared.work.DueRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Instances on one directory and two shards. */
class LeasesTest {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Instances.Addresses HERE =
      new Instances.Addresses(URI.create("http://a:1"), URI.create("http://a:2"));

  private static TestShards shards;

  private final Instances instances = new Instances(shards);
  private final Leases leases = new Leases(shards);

  @BeforeAll
  static void open() {
    shards = TestShards.own("leases_");
  }

  @AfterEach
  void forget() {
    directory("delete from shard_lease");
    directory("delete from instance");
    for (int shard = 0; shard < shards.count(); shard++) {
      int each = shard;
      shards.transaction(
          () -> shards.shard(each).createNativeQuery("update fence set epoch = 0").executeUpdate());
    }
  }

  private static void directory(String sql) {
    shards.transaction(() -> shards.directory().createNativeQuery(sql).executeUpdate());
  }

  /** An instance with all that it has in memory. */
  private final class Peer {
    private final String token;
    private final int number;
    private final Holdings holdings = new Holdings();
    private final DueRows rows = new DueRows(shards, holdings);
    private final Letters letters = new Letters(shards, holdings);
    private boolean draining;

    Peer(String token) {
      this.token = token;
      this.number = shards.inTransaction(() -> instances.register(token, HERE, LEASE));
    }

    Optional<Leases.Turn> turn() {
      Optional<Leases.Turn> turn =
          shards.inTransaction(() -> leases.turn(new Leases.Part(number, token, draining, LEASE)));
      turn.ifPresent(it -> hold(it.epochs()));
      return turn;
    }

    private void hold(Map<Integer, Long> epochs) {
      holdings.shards().stream().filter(it -> !epochs.containsKey(it)).forEach(holdings::lose);
      epochs.forEach(
          (shard, epoch) -> {
            assertThat(shards.inTransaction(() -> leases.close(shard, epoch))).isEqualTo(epoch);
            holdings.hold(shard, epoch);
          });
    }

    /** It was not heard of for longer than a lease. */
    void lapse() {
      directory("update instance set expires = now() where token = '" + token + "'");
      directory("update shard_lease set expires = now() where holder = '" + token + "'");
    }
  }

  @Test
  void giveTheOnlyInstanceAllShards() {
    Peer only = new Peer("a");
    Leases.Turn turn = only.turn().orElseThrow();
    assertThat(turn.epochs()).containsOnlyKeys(0, 1);
    assertThat(turn.others()).isZero();
  }

  @Test
  void areSharedWithWhoComesAndComeBackFromWhoGoes() {
    Peer first = new Peer("a");
    first.turn();
    Peer second = new Peer("b");
    assertThat(second.turn().orElseThrow().epochs()).isEmpty();
    assertThat(first.turn().orElseThrow().epochs()).hasSize(1);
    assertThat(second.turn().orElseThrow().epochs()).hasSize(1);
    assertThat(first.turn().orElseThrow().others()).isEqualTo(1);
    assertThat(shards.inTransaction(leases::held))
        .extracting(Leases.Held::instance)
        .containsExactlyInAnyOrder(first.number, second.number);
    second.draining = true;
    assertThat(second.turn().orElseThrow().epochs()).isEmpty();
    assertThat(first.turn().orElseThrow().epochs()).hasSize(2);
  }

  @Test
  void areGivenUpByWhoIsToldToDrain() {
    Peer first = new Peer("a");
    assertThat(first.turn().orElseThrow().peers()).containsOnly(entry("a", HERE));
    assertThat(shards.inTransaction(() -> leases.drain(first.number))).isTrue();
    Leases.Turn turn = first.turn().orElseThrow();
    assertThat(turn.peers()).isEmpty();
    assertThat(turn.epochs()).isEmpty();
    assertThat(shards.inTransaction(() -> leases.drain(first.number + 1))).isFalse();
  }

  @Test
  void goToTheOthersWhenAnInstanceIsNotHeardOf() {
    Peer first = new Peer("a");
    Peer second = new Peer("b");
    first.turn();
    second.turn();
    first.turn();
    second.turn();
    first.lapse();
    assertThat(second.turn().orElseThrow().epochs()).containsOnlyKeys(0, 1);
    assertThat(first.turn().orElseThrow().epochs()).isEmpty();
  }

  @Test
  void areKeptByWhoWasAwayWhenNobodyTookThem() {
    Peer first = new Peer("a");
    Map<Integer, Long> before = first.turn().orElseThrow().epochs();
    first.lapse();
    assertThat(first.turn().orElseThrow().epochs()).isEqualTo(before);
  }

  /** As after an outage of the directory: each was away, and whoever comes first is not all. */
  @Test
  void areNotAllTakenByTheFirstWhoIsBack() {
    Peer first = new Peer("a");
    Peer second = new Peer("b");
    first.turn();
    second.turn();
    first.turn();
    second.turn();
    first.lapse();
    second.lapse();
    assertThat(first.turn().orElseThrow().epochs()).hasSize(1);
    assertThat(second.turn().orElseThrow().epochs()).hasSize(1);
    first.lapse();
    second.lapse();
    first.turn();
    assertThat(first.turn().orElseThrow().epochs()).hasSize(2);
  }

  @Test
  void endWithTheNumberOfTheInstance() {
    Peer first = new Peer("a");
    first.turn();
    directory("update instance set token = 'another' where token = 'a'");
    assertThat(first.turn()).isEmpty();
  }

  @Test
  void areGivenUpAtOnceByWhoLeaves() {
    Peer first = new Peer("a");
    Peer second = new Peer("b");
    first.turn();
    shards.transaction(
        () -> {
          leases.giveAll("a");
          instances.leave(first.number, "a");
        });
    assertThat(second.turn().orElseThrow().epochs()).hasSize(2);
  }

  private static long runtime() {
    long id = shards.idOn(0);
    shards.transaction(
        () ->
            new Runtimes(shards)
                .add(
                    new Runtime(
                        id,
                        new RuntimePurpose(2, 3, 4, 5, 6, 7, RuntimeQualifier.LOBBY, null),
                        "demo/duel:v1",
                        "{}",
                        NOW)));
    return id;
  }

  @Test
  void keepWhoSleptThroughThemFromAllWork() {
    Peer sleeper = new Peer("a");
    sleeper.turn();
    long runtime = runtime();
    shards.transaction(() -> sleeper.letters.add(0, shards.idOn(1), "kind", "{}", NOW));
    assertThat(shards.inTransaction(() -> sleeper.rows.due("runtime", 0, NOW, 10)))
        .contains(runtime);
    sleeper.lapse();
    Peer other = new Peer("b");
    other.turn();
    assertThat(sleeper.holdings.shards()).containsExactly(0, 1);
    assertThat(shards.inTransaction(() -> sleeper.rows.due("runtime", 0, NOW, 10))).isEmpty();
    assertThat(shards.inTransaction(() -> sleeper.rows.take("runtime", 0, runtime, NOW))).isFalse();
    assertThat(shards.inTransaction(() -> sleeper.letters.due(0, NOW, 10))).isEmpty();
    assertThat(shards.inTransaction(() -> other.rows.take("runtime", 0, runtime, NOW))).isTrue();
    assertThat(shards.inTransaction(() -> other.letters.due(0, NOW, 10))).hasSize(1);
  }

  @Test
  void leaveARowToWhoLockedItBeforeUntilTheCommit() {
    Peer before = new Peer("a");
    before.turn();
    long runtime = runtime();
    Peer after = new Peer("b");
    shards.transaction(
        () -> {
          assertThat(before.rows.take("runtime", 0, runtime, NOW)).isTrue();
          boolean taken =
              java.util.concurrent.CompletableFuture.supplyAsync(
                      () -> {
                        before.lapse();
                        after.turn();
                        return shards.inTransaction(
                            () -> after.rows.take("runtime", 0, runtime, NOW));
                      })
                  .join();
          assertThat(taken).isFalse();
        });
    assertThat(shards.inTransaction(() -> after.rows.take("runtime", 0, runtime, NOW))).isTrue();
  }

  /** One of the databases was restored, and the shard knows of later leases than the directory. */
  @Test
  void goOnWhereTheShardIs() {
    Peer only = new Peer("a");
    assertThat(shards.inTransaction(() -> leases.close(0, 41))).isEqualTo(41);
    long epoch =
        shards
            .inTransaction(() -> leases.turn(new Leases.Part(only.number, "a", false, LEASE)))
            .orElseThrow()
            .epochs()
            .get(0);
    long open = shards.inTransaction(() -> leases.close(0, epoch));
    assertThat(open).isEqualTo(41);
    shards.transaction(() -> leases.skip(0, "a", open));
    assertThat(only.turn().orElseThrow().epochs().get(0)).isEqualTo(42);
  }

  @Test
  void tellWhoLivesAndWhereItIs() {
    Peer first = new Peer("a");
    Peer second = new Peer("b");
    first.draining = true;
    first.turn();
    second.lapse();
    List<Instances.Seen> all = shards.inTransaction(instances::all);
    assertThat(all).extracting(Instances.Seen::alive).containsExactly(true, false);
    assertThat(all).extracting(Instances.Seen::draining).containsExactly(true, false);
    assertThat(all).extracting(Instances.Seen::url).containsOnly("http://a:1");
    assertThat(Set.of(first.number, second.number)).hasSize(2);
  }
}
