package omgservers.shared.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class LettersTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final int MANY = 1_000;

  private final TestShards shards = TestShards.get();
  private final Letters letters = new Letters(shards, shards.holdings());
  private final long receiver = shards.idOn(1);

  private void add(long to, String body) {
    shards.transaction(() -> letters.add(0, to, "greeting", body, NOW));
  }

  private List<Letters.Letter> due(Instant now) {
    return shards.inTransaction(() -> letters.due(0, now, MANY)).stream()
        .filter(letter -> letter.body().contains("" + receiver))
        .toList();
  }

  @Test
  void areDeliveredInTheOrderOfTheirWriting() {
    add(receiver, receiver + " first");
    add(receiver, receiver + " second");
    assertThat(due(NOW))
        .extracting(Letters.Letter::body)
        .containsExactly(receiver + " first", receiver + " second");
  }

  @Test
  void waitBehindOneThatFailedForTheSameReceiverOnly() {
    long other = shards.idOn(1);
    add(receiver, receiver + " first");
    add(receiver, receiver + " second");
    add(other, receiver + " for another");
    long first = due(NOW).get(0).seq();
    shards.transaction(() -> letters.failed(0, List.of(first), "no answer", NOW));
    assertThat(due(NOW))
        .extracting(Letters.Letter::body)
        .containsExactly(receiver + " for another");
    assertThat(due(NOW.plusSeconds(61)))
        .extracting(Letters.Letter::body)
        .containsExactly(receiver + " first", receiver + " second", receiver + " for another");
  }

  @Test
  void thatNobodyCouldReadAreForWhoeverCanTheFirstOfEachReceiver() {
    long other = shards.idOn(1);
    add(receiver, receiver + " first");
    add(receiver, receiver + " second");
    add(other, receiver + " behind");
    add(other, receiver + " strange");
    List<Letters.Letter> all = due(NOW);
    leave(all.get(0), Letters.UNREADABLE);
    leave(all.get(1), "ClassNotFoundException: omgservers.Later");
    leave(all.get(3), Letters.UNREADABLE);
    assertThat(unread()).containsExactly(receiver + " first");
    shards.transaction(() -> letters.delivered(0, List.of(all.get(0).seq(), all.get(2).seq())));
    assertThat(unread()).containsExactly(receiver + " second", receiver + " strange");
  }

  private void leave(Letters.Letter letter, String why) {
    shards.transaction(() -> letters.failed(0, List.of(letter.seq()), why, NOW));
  }

  private List<String> unread() {
    return shards.inTransaction(() -> letters.unread(0, MANY)).stream()
        .map(Letters.Letter::body)
        .filter(body -> body.contains("" + receiver))
        .toList();
  }

  @Test
  void thatFailedAreDueAgainWhenAnotherInstanceComes() {
    add(receiver, receiver + " only");
    Letters.Letter only = due(NOW).get(0);
    for (int i = 0; i < 8; i++) {
      leave(only, Letters.UNREADABLE);
    }
    assertThat(due(NOW.plusSeconds(30))).isEmpty();
    shards.transaction(() -> letters.retry(0, NOW.plusSeconds(30)));
    assertThat(due(NOW.plusSeconds(30))).extracting(Letters.Letter::attempts).containsExactly(8);
  }

  @Test
  void arriveOnce() {
    Letters.Letter one = arriving();
    Letters.Letter other = arriving();
    assertThat(shards.inTransaction(() -> letters.receive(1, List.of(one), NOW)))
        .containsExactly(one.id());
    assertThat(shards.inTransaction(() -> letters.receive(1, List.of(one, other), NOW)))
        .containsExactly(other.id());
  }

  private Letters.Letter arriving() {
    return new Letters.Letter(1, UUID.randomUUID().toString(), shards.idOn(1), "kind", "{}", 0);
  }

  @Test
  void leaveTheOutboxWhenDelivered() {
    add(receiver, receiver + " only");
    List<Long> seqs = due(NOW).stream().map(Letters.Letter::seq).toList();
    shards.transaction(() -> letters.delivered(0, seqs));
    assertThat(due(NOW)).isEmpty();
  }
}
