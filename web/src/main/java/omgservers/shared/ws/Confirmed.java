package omgservers.shared.ws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import omgservers.shared.mailbox.Mailboxes.Message;
import omgservers.shared.platform.Settings;

/**
 * Sends what waits in a mailbox over one socket, each message once, until the receiver confirms it:
 * only then is it gone from the mailbox, and what was not confirmed comes again over the next
 * socket. Nothing is sent before the receiver has said what it had received over an earlier one.
 */
public final class Confirmed implements Runnable {
  private final Supplier<List<Message>> mailbox;
  private final Consumer<List<Message>> sender;
  private final Consumer<RuntimeException> failed;
  private final Executor executor;
  private final Window window;

  /** The sizes of those that were sent and not confirmed; touched by the one push that runs. */
  private final Map<Long, Integer> underway = new HashMap<>();

  /** They are gone from the mailbox; a push that looked before that may still see them there. */
  private final Set<Long> confirmed = new HashSet<>();

  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean rung = new AtomicBoolean();
  private volatile boolean begun;

  /** So many messages, of so many characters, may be on their way unconfirmed. */
  public record Window(int messages, int size) {
    /** Half of what may wait for a slow receiver, so that our own pushes do not fill its queue. */
    public static Window of(Settings settings) {
      return new Window(settings.socketQueueMessages() / 2, settings.socketQueueBytes() / 2);
    }

    /** The first of them, as many as fit; at least one. */
    public List<Message> fit(List<Message> messages) {
      int count = 0;
      int total = 0;
      for (Message message : messages) {
        total += message.body().length();
        if (count > 0 && (count == this.messages || total > size)) {
          break;
        }
        count++;
      }
      return messages.subList(0, count);
    }
  }

  /** What the mailbox holds goes to the sender, on this executor. */
  public Confirmed(
      Supplier<List<Message>> mailbox,
      Consumer<List<Message>> sender,
      Consumer<RuntimeException> failed,
      Executor executor,
      Window window) {
    this.mailbox = mailbox;
    this.sender = sender;
    this.failed = failed;
    this.executor = executor;
    this.window = window;
  }

  /** Something may be in the mailbox. */
  @Override
  public void run() {
    rung.set(true);
    if (begun && busy.compareAndSet(false, true)) {
      executor.execute(this::push);
    }
  }

  /** The receiver has these, and they are gone from the mailbox. */
  public void confirm(Collection<Long> ids) {
    synchronized (confirmed) {
      confirmed.addAll(ids);
    }
    begun = true;
    run();
  }

  private void push() {
    rung.set(false);
    try {
      settle();
      List<Message> fresh = fresh(mailbox.get());
      if (!fresh.isEmpty()) {
        sender.accept(fresh);
      }
    } catch (RuntimeException e) {
      failed.accept(e);
      return;
    }
    busy.set(false);
    if (rung.get()) {
      run();
    }
  }

  /** Before the mailbox is looked at, so that nothing confirmed is seen there and sent again. */
  private void settle() {
    synchronized (confirmed) {
      underway.keySet().removeAll(confirmed);
      confirmed.clear();
    }
  }

  private List<Message> fresh(List<Message> waiting) {
    List<Message> fresh = new ArrayList<>();
    int size = underway.values().stream().mapToInt(Integer::intValue).sum();
    for (Message message : waiting) {
      if (underway.containsKey(message.id())) {
        continue;
      }
      size += message.body().length();
      boolean fits = underway.size() < window.messages && size <= window.size;
      if (!fits && !underway.isEmpty()) {
        break;
      }
      underway.put(message.id(), message.body().length());
      fresh.add(message);
    }
    return fresh;
  }
}
