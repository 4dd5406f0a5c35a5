package omgservers.shared.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.shared.sharding.Slots;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class MailboxesTest {
  private final TestShards shards = TestShards.get();
  private final Mailboxes mailboxes = new Mailboxes(shards);
  private final long owner = shards.ids().anywhere();

  private long add(String body) {
    long id = shards.ids().beside(owner);
    shards.transaction(() -> mailboxes.add(new Mailboxes.Message(id, owner, "NEWS", body)));
    return id;
  }

  private List<Mailboxes.Message> waiting() {
    return shards.inTransaction(() -> mailboxes.waiting(owner));
  }

  @Test
  void keepsMessagesInOrderUntilTheyAreAcknowledged() {
    long first = add("1");
    add("2");
    assertThat(waiting()).extracting(Mailboxes.Message::body).containsExactly("1", "2");
    assertThat(waiting()).extracting(Mailboxes.Message::body).containsExactly("1", "2");
    shards.transaction(() -> mailboxes.acknowledge(owner, List.of(first)));
    assertThat(waiting()).extracting(Mailboxes.Message::body).containsExactly("2");
  }

  @Test
  void leavesTheMessagesOfOthersAlone() {
    long message = add("mine");
    long stranger = shards.ids().beside(owner);
    shards.transaction(() -> mailboxes.acknowledge(stranger, List.of(message)));
    assertThat(waiting()).hasSize(1);
  }

  @Test
  void knowsWhoseMailboxOtherInstancesFilled() {
    long message = add("1");
    Instant made = Slots.madeAt(message);
    int shard = shards.shardOf(owner);
    int other = shards.ids().instance() + 1;
    assertThat(addressees(shard, made, shards.ids().instance())).doesNotContain(owner);
    assertThat(addressees(shard, made, other)).contains(owner);
    assertThat(addressees(shard, made.plusMillis(1), other)).doesNotContain(owner);
  }

  private List<Long> addressees(int shard, Instant since, int instance) {
    return shards.inTransaction(() -> mailboxes.addressees(shard, since, instance));
  }

  @Test
  void forgetsEverythingOfAnOwnerWhoIsGone() {
    add("1");
    add("2");
    shards.transaction(() -> mailboxes.empty(owner));
    assertThat(shards.inTransaction(() -> mailboxes.depth(owner))).isZero();
  }

  private boolean offer(int most) {
    Mailboxes.Message message =
        new Mailboxes.Message(shards.ids().beside(owner), owner, "NEWS", "{}");
    return shards.inTransaction(() -> mailboxes.offer(message, most));
  }

  @Test
  void holdsSoManyMessagesAndNoMore() {
    assertThat(offer(2)).isTrue();
    assertThat(offer(2)).isTrue();
    assertThat(offer(2)).isFalse();
    long first = waiting().get(0).id();
    shards.transaction(() -> mailboxes.acknowledge(owner, List.of(first)));
    assertThat(offer(2)).isTrue();
    assertThat(waiting()).hasSize(2);
  }

  private boolean take(long number) {
    return shards.inTransaction(() -> mailboxes.take(owner, number));
  }

  @Test
  void takesEachNumberOnce() {
    assertThat(take(1)).isTrue();
    assertThat(take(1)).isFalse();
    assertThat(take(7)).isTrue();
    assertThat(take(6)).isFalse();
    assertThat(shards.inTransaction(() -> mailboxes.taken(owner))).isEqualTo(7);
    shards.transaction(() -> mailboxes.empty(owner));
    assertThat(shards.inTransaction(() -> mailboxes.taken(owner))).isZero();
  }
}
