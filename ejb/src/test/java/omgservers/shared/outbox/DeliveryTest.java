package omgservers.shared.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Letters between builds that do not know all of each other's. */
class DeliveryTest {
  private static final String LATER = "shared.outbox.DeliveryTest$OfALaterBuild";

  private final TestShards shards = TestShards.get();
  private final PostOffice office = PostOffice.holding();
  private final PostOffice beside = PostOffice.beside();
  private final long receiver = shards.idOn(1);
  private final long other = shards.idOn(0);

  private Greeting greeting(long to, String word) {
    return new Greeting(to, word, Greeting.Mood.GLAD, 1);
  }

  /** What other tests left. */
  @BeforeEach
  void empty() {
    shards.transaction(
        () ->
            shards.shard(PostOffice.SHARD).createNativeQuery("delete from outbox").executeUpdate());
  }

  @Test
  void leavesWhatItCannotReadAndHoldsUpOnlyItsReceiver() {
    office.write(greeting(receiver, "first"));
    office.write(receiver, LATER, "{}");
    office.write(greeting(receiver, "behind"));
    office.write(greeting(other, "beside"));
    office.deliver();
    assertThat(office.arrived())
        .containsExactlyInAnyOrder(greeting(receiver, "first"), greeting(other, "beside"));
    assertThat(office.told()).containsExactly("strays 0");
    office.write(greeting(other, "more"));
    office.deliver();
    assertThat(office.arrived()).containsExactly(greeting(other, "more"));
  }

  @Test
  void whoCanReadWhatIsLeftTakesItAndOvertakesNothing() {
    office.deliver();
    beside.write(greeting(receiver, "first"));
    beside.write(greeting(other, "first"));
    office.leaveAll(Letters.UNREADABLE);
    office.write(greeting(receiver, "second"));
    office.deliver();
    assertThat(office.arrived()).isEmpty();
    beside.deliverStrays();
    assertThat(beside.arrived())
        .containsExactlyInAnyOrder(greeting(receiver, "first"), greeting(other, "first"));
    office.deliver();
    beside.deliverStrays();
    assertThat(office.arrived()).containsExactly(greeting(receiver, "second"));
    assertThat(beside.arrived()).isEmpty();
  }

  /** Builds from before the decision only say which class they miss. */
  @Test
  void takesWhatEarlierBuildsLeave() {
    office.write(greeting(receiver, "first"));
    office.leaveAll("ClassNotFoundException: omgservers.Later");
    beside.deliverStrays();
    assertThat(beside.arrived()).containsExactly(greeting(receiver, "first"));
  }

  @Test
  void takesNothingThatFailedOtherwise() {
    office.write(greeting(receiver, "first"));
    office.leaveAll("IllegalStateException: a fault");
    beside.deliverStrays();
    assertThat(beside.arrived()).isEmpty();
  }

  @Test
  void whatNobodyKnowsWaitsAndIsNotTouchedByOthers() {
    office.write(receiver, LATER, "{}");
    office.deliver();
    beside.deliverStrays();
    assertThat(beside.arrived()).isEmpty();
    assertThat(beside.told()).isEmpty();
    office.pass(Duration.ofMinutes(2));
    office.deliver();
    assertThat(office.told()).hasSize(2);
  }

  @Test
  void tellsNobodyWhenNobodyIsThere() {
    office.beAlone();
    office.write(receiver, LATER, "{}");
    office.deliver();
    assertThat(office.told()).isEmpty();
  }

  @Test
  void whoTakesTheShardOverNeedNotWait() {
    office.deliver();
    office.write(greeting(receiver, "first"));
    for (int i = 0; i < 8; i++) {
      office.leaveAll(Letters.UNREADABLE);
      office.pass(Duration.ofMinutes(2));
    }
    office.leaveAll(Letters.UNREADABLE);
    office.deliver();
    assertThat(office.arrived()).isEmpty();
    office.gain();
    office.deliver();
    assertThat(office.arrived()).containsExactly(greeting(receiver, "first"));
  }

  @Test
  void aWordThatIsNotKnownIsLeftToo() {
    String kind = Kinds.of(greeting(receiver, ""));
    String body = "{\"receiver\":\"%d\",\"word\":\"x\",\"mood\":\"%s\",\"times\":1}";
    office.write(receiver, kind, body.formatted(receiver, "SULKY"));
    office.write(other, kind, body.formatted(other, "SAD"));
    office.deliver();
    assertThat(office.arrived()).containsExactly(new Greeting(other, "x", Greeting.Mood.SAD, 1));
    assertThat(office.told()).hasSize(1);
  }

  /** So a letter may get another part in a later build, or have lacked one in an earlier. */
  @Test
  void whatIsMoreIsPassedOverAndWhatIsMissingIsNothing() {
    String kind = Kinds.of(greeting(receiver, ""));
    String body =
        "{\"receiver\":\"%d\",\"colour\":\"RED\",\"shape\":{\"round\":[1,{}]},\"word\":\"x\"}";
    office.write(receiver, kind, body.formatted(receiver));
    office.deliver();
    assertThat(office.arrived()).containsExactly(new Greeting(receiver, "x", null, 0));
  }
}
