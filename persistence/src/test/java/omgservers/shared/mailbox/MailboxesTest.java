package omgservers.shared.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
  void forgetsEverythingOfAnOwnerWhoIsGone() {
    add("1");
    add("2");
    shards.transaction(() -> mailboxes.empty(owner));
    assertThat(shards.inTransaction(() -> mailboxes.depth(owner))).isZero();
  }
}
