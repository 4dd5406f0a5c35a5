package omgservers.shared.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import omgservers.runtime.model.Runtime;
import omgservers.runtime.model.RuntimePurpose;
import omgservers.runtime.model.RuntimeQualifier;
import omgservers.runtime.model.Runtimes;
import omgservers.shared.problem.Refusal;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final Runtimes runtimes = new Runtimes(shards);
  private final long deployment = shards.idOn(0);

  private long add() {
    long id = shards.idOn(0);
    shards.transaction(
        () ->
            runtimes.add(
                new Runtime(
                    id,
                    new RuntimePurpose(2, 3, deployment, 5, 6, 7, RuntimeQualifier.LOBBY, null),
                    "demo/duel:v1",
                    "{}",
                    NOW)));
    return id;
  }

  private List<Long> list() {
    return shards.inTransaction(
        () ->
            new Listing<>(Runtime.class, new Slice(10, false, null))
                    .where("e.deploymentId = :deployment", "deployment", deployment)
                    .fetch(shards.shard(0))
                    .stream()
                    .map(Runtime::id)
                    .toList());
  }

  /** As an instance of a later release may have written it. */
  @Test
  void leavesOutWhatOnlyAnotherBuildKnows() {
    long known = add();
    long strange = add();
    assertThat(list()).containsExactly(known, strange);
    shards.transaction(
        () ->
            shards
                .shard(0)
                .createNativeQuery("update runtime set state = 'DREAMING' where id = " + strange)
                .executeUpdate());
    assertThatThrownBy(this::list).isInstanceOf(Refusal.class);
    assertThat(list()).containsExactly(known);
    shards.transaction(
        () ->
            shards
                .shard(0)
                .createNativeQuery("delete from runtime where id = " + strange)
                .executeUpdate());
  }
}
