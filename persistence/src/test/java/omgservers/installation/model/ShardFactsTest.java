package omgservers.installation.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import omgservers.shared.outbox.Letters;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.Test;

class ShardFactsTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T12:00:00Z");

  private final TestShards shards = TestShards.get();
  private final ShardFacts facts = new ShardFacts(shards);

  private int messages() {
    return shards.inTransaction(() -> facts.rows(1)).messages();
  }

  private void addMessages(int number) {
    shards.transaction(
        () ->
            shards
                .shard(1)
                .createNativeQuery(
                    """
                    insert into message (id, owner_id, qualifier, body)
                    select -row_number() over () - (select count(*) from message), 0, 'X', '{}'
                    from generate_series(1, ?1)
                    """)
                .setParameter(1, number)
                .executeUpdate());
  }

  @Test
  void countFewRowsAndEstimateMany() {
    int before = messages();
    addMessages(7);
    assertThat(messages()).isEqualTo(before + 7);
    addMessages(3 * ShardFacts.COUNTED_MAX);
    assertThat(messages()).isGreaterThan(ShardFacts.COUNTED_MAX);
    shards.transaction(() -> shards.shard(1).createNativeQuery("analyze message").executeUpdate());
    assertThat(messages()).isEqualTo(before + 7 + 3 * ShardFacts.COUNTED_MAX);
    shards.transaction(
        () ->
            shards
                .shard(1)
                .createNativeQuery("delete from message where owner_id = 0")
                .executeUpdate());
  }

  @Test
  void knowTheLetterThatWaitsLongest() {
    Letters letters = new Letters(shards, shards.holdings());
    long receiver = shards.idOn(0);
    shards.transaction(() -> letters.add(1, receiver, "greeting", "{}", LONG_AGO));
    assertThat(shards.inTransaction(() -> facts.outbox(1))).isPositive();
    assertThat(shards.inTransaction(() -> facts.oldestLetter(1))).contains(LONG_AGO);
    long seq =
        shards.inTransaction(() -> letters.due(1, Instant.now(), 1_000)).stream()
            .filter(letter -> letter.receiver() == receiver)
            .findFirst()
            .orElseThrow()
            .seq();
    shards.transaction(() -> letters.failed(1, List.of(seq), "no answer", Instant.now()));
    assertThat(shards.inTransaction(() -> facts.oldestLetter(1))).contains(LONG_AGO);
    int unread = shards.inTransaction(() -> facts.unreadLetters(1));
    shards.transaction(() -> letters.failed(1, List.of(seq), Letters.UNREADABLE, Instant.now()));
    assertThat(shards.inTransaction(() -> facts.unreadLetters(1))).isEqualTo(unread + 1);
    shards.transaction(() -> letters.delivered(1, List.of(seq)));
  }
}
