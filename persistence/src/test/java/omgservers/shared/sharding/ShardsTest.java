package omgservers.shared.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import omgservers.shared.mailbox.Mailboxes;
import org.junit.jupiter.api.Test;

class ShardsTest {
  private final TestShards shards = TestShards.get();
  private final Mailboxes mailboxes = new Mailboxes(shards);

  private void put(long owner) {
    mailboxes.add(
        new Mailboxes.Message(shards.ids().beside(owner), owner, "MESSAGE_PRODUCED", "{}"));
  }

  @Test
  void refusesASecondShardAndRollsTheFirstBack() {
    long here = shards.idOn(0);
    long there = shards.idOn(1);
    assertThatThrownBy(
            () ->
                shards.transaction(
                    () -> {
                      put(here);
                      put(there);
                    }))
        .isInstanceOf(SecondShard.class)
        .hasMessageContaining("shard 0")
        .hasMessageContaining("shard 1");
    assertThat(shards.inTransaction(() -> mailboxes.depth(here))).isZero();
  }

  @Test
  void refusesTheDirectoryBesideAShard() {
    assertThatThrownBy(
            () ->
                shards.transaction(
                    () -> {
                      put(shards.idOn(0));
                      shards.directory();
                    }))
        .isInstanceOf(SecondShard.class);
  }

  @Test
  void rollsBackEvenWhenTheRefusalIsSwallowed() {
    long here = shards.idOn(0);
    shards.transaction(
        () -> {
          put(here);
          assertThatThrownBy(() -> put(shards.idOn(1))).isInstanceOf(SecondShard.class);
        });
    assertThat(shards.inTransaction(() -> mailboxes.depth(here))).isZero();
  }

  @Test
  void runsWhatFollowsACommitOnlyAfterIt() {
    StringBuilder told = new StringBuilder();
    shards.transaction(
        () -> {
          shards.afterCommit(() -> told.append("committed"));
          put(shards.idOn(0));
          assertThat(told).isEmpty();
        });
    assertThat(told).hasToString("committed");
    assertThatThrownBy(
            () ->
                shards.transaction(
                    () -> {
                      shards.afterCommit(() -> told.append(" twice"));
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(told).hasToString("committed");
  }

  @Test
  void findsNothingWrongWithDatabasesThatAnswer() {
    assertThat(shards.faults()).isEmpty();
    assertThat(shards.count()).isEqualTo(2);
  }
}
