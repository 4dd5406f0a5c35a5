package omgservers.shared.mailbox;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;

/**
 * Other instances on the same databases. While there are any, each is told at once of what the
 * others put into mailboxes and made due, and one thread per shard listens; a single instance does
 * neither, as each announcement costs a lock of the whole database at the commit.
 */
@ApplicationScoped
public class Neighbours {
  private final Announcements announcements;
  private final Shards shards;
  private final Bell bell;
  private final Ids ids;
  private final Event<Due> heard;

  private final AtomicBoolean present = new AtomicBoolean();
  private AtomicBoolean listening = new AtomicBoolean();

  /** Neighbours that ring this bell. */
  @Inject
  public Neighbours(
      Announcements announcements, Shards shards, Bell bell, Ids ids, Event<Due> heard) {
    this.announcements = announcements;
    this.shards = shards;
    this.bell = bell;
    this.ids = ids;
    this.heard = heard;
  }

  protected Neighbours() {
    this(null, null, null, null, null);
  }

  /** Another instance says that something of the kind may be due on the shard. */
  public record Due(String kind, int shard) {}

  /** Whether there are others now; noticed at each turn of this instance. */
  public synchronized void seen(boolean others) {
    if (present.getAndSet(others) == others) {
      return;
    }
    listening.set(false);
    if (others) {
      AtomicBoolean wanted = new AtomicBoolean(true);
      listening = wanted;
      int instance = ids.instance();
      for (int shard = 0; shard < shards.count(); shard++) {
        listen(shard, instance, wanted);
      }
    }
  }

  /** Whether there were others at the last beat. */
  public boolean arePresent() {
    return present.get();
  }

  /** A thread of its own, as it waits for the database nearly always. */
  private void listen(int shard, int instance, AtomicBoolean wanted) {
    Thread thread =
        new Thread(
            () ->
                announcements.listen(
                    shard,
                    instance,
                    new Announcements.Hearer(bell::ring, kind -> heard.fire(new Due(kind, shard))),
                    wanted::get),
            "omgservers-mailboxes-" + shard);
    thread.setDaemon(true);
    thread.setContextClassLoader(Neighbours.class.getClassLoader());
    thread.start();
  }

  /** Something was put into the mailbox in the present transaction: the others are told. */
  void tell(long owner) {
    if (present.get()) {
      announcements.announce(owner, ids.instance());
    }
  }

  /** Something of the kind becomes due on the shard with the present transaction. */
  public void tell(String kind, int shard) {
    if (shards.gathered().first("due " + kind)) {
      announcements.announceDue(kind, shard, ids.instance());
    }
  }

  @PreDestroy
  void close() {
    seen(false);
  }
}
