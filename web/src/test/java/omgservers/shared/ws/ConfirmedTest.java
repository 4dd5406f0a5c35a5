package omgservers.shared.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import omgservers.shared.mailbox.Mailboxes.Message;
import org.junit.jupiter.api.Test;

class ConfirmedTest {
  private static final int WINDOW = 3;

  private final TreeMap<Long, Message> mailbox = new TreeMap<>();
  private final List<Long> sent = new ArrayList<>();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private Confirmed confirmed = open();

  private Confirmed open() {
    return new Confirmed(
        () -> List.copyOf(mailbox.values()),
        batch -> batch.forEach(message -> sent.add(message.id())),
        fault -> sent.clear(),
        tasks::add,
        new Confirmed.Window(WINDOW, 100));
  }

  private void put(long id, int size) {
    mailbox.put(id, new Message(id, 1, "NEWS", "x".repeat(size)));
    confirmed.run();
  }

  private void confirm(Long... ids) {
    List<Long> all = List.of(ids);
    mailbox.keySet().removeAll(all);
    confirmed.confirm(all);
  }

  private void work() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Test
  void sendsNothingBeforeTheReceiverSaidWhatItHas() {
    put(1, 1);
    put(2, 1);
    work();
    assertThat(sent).isEmpty();
    confirm(1L);
    work();
    assertThat(sent).containsExactly(2L);
  }

  @Test
  void sendsEachMessageOnceAndGoesOnWhenSomeAreConfirmed() {
    confirm();
    for (long id = 1; id <= 5; id++) {
      put(id, 1);
      work();
    }
    assertThat(sent).containsExactly(1L, 2L, 3L);
    confirm(2L);
    work();
    assertThat(sent).containsExactly(1L, 2L, 3L, 4L);
    confirm(1L, 3L);
    work();
    assertThat(sent).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void sendsOneMessageThatIsLargerThanTheWindow() {
    confirm();
    put(1, 1_000);
    put(2, 1);
    work();
    assertThat(sent).containsExactly(1L);
    confirm(1L);
    work();
    assertThat(sent).containsExactly(1L, 2L);
  }

  @Test
  void sendsWhatWasNotConfirmedAgainOverTheNextSocket() {
    confirm();
    put(1, 1);
    put(2, 1);
    work();
    confirmed = open();
    confirm(1L);
    work();
    assertThat(sent).containsExactly(1L, 2L, 2L);
  }

  /** Whatever happens in whatever order, each message is sent once over a socket, in order. */
  @Property(tries = 200)
  void keepsOrderWhateverHappensWhen(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 3) Integer> steps) {
    ConfirmedTest fresh = new ConfirmedTest();
    long next = 1;
    int confirmedSoFar = 0;
    fresh.confirm();
    for (int step : steps) {
      if (step <= 1) {
        fresh.put(next++, step * 40);
      } else if (step == 2) {
        fresh.work();
      } else if (confirmedSoFar < fresh.sent.size()) {
        fresh.confirm(fresh.sent.get(confirmedSoFar++));
      }
    }
    for (int i = 0; i < 100; i++) {
      fresh.work();
      if (confirmedSoFar < fresh.sent.size()) {
        fresh.confirm(fresh.sent.get(confirmedSoFar++));
      }
    }
    assertThat(fresh.sent).hasSize((int) next - 1).isSorted().doesNotHaveDuplicates();
  }
}
