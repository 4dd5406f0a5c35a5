package omgservers.shared.moves;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.shared.mailbox.Announcements;
import omgservers.shared.mailbox.Neighbours;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;
import omgservers.shared.sharding.SlotMoved;

/**
 * Follows the map of slots, and tells the directory when this instance works by the present one
 * alone. While there are other instances, one thread listens for changes; each beat looks for them
 * in any case.
 */
@ApplicationScoped
public class MapFollowing {
  private static final System.Logger LOG = System.getLogger(MapFollowing.class.getName());
  private static final long POLL_MILLIS = 5;
  private static final int POLLS_MAX = 1_000;

  private final Shards shards;
  private final Moves moves;
  private final Announcements announcements;
  private final Neighbours neighbours;
  private final Ids ids;
  private final Event<SlotMoved> moved;

  private volatile String token;
  private String toldBy;
  private int toldAs = -1;
  private long told = -1;
  private AtomicBoolean listening;

  /** Follows the map of these shards. */
  @Inject
  public MapFollowing(
      Shards shards,
      Moves moves,
      Announcements announcements,
      Neighbours neighbours,
      Ids ids,
      Event<SlotMoved> moved) {
    this.shards = shards;
    this.moves = moves;
    this.announcements = announcements;
    this.neighbours = neighbours;
    this.ids = ids;
    this.moved = moved;
  }

  protected MapFollowing() {
    this(null, null, null, null, null, null);
  }

  /** Looks at the map; the token proves that the number of this instance is its own. */
  public void beat(String token) {
    this.token = token;
    follow();
    listen(neighbours.arePresent());
  }

  /**
   * Takes over the map if it has changed, and says so once all that began by an earlier one has
   * ended on the shards that it matters for.
   */
  public void follow() {
    for (SlotMoved each : shards.follow()) {
      moved.fire(each);
    }
    acknowledge();
  }

  private synchronized void acknowledge() {
    // Before the question whether all has ended: a later map has not been asked about.
    long version = shards.mapVersion();
    String own = token;
    int number = ids.instance();
    boolean known = told == version && toldAs == number && own != null && own.equals(toldBy);
    if (own != null && !known && shards.isDrained()) {
      moves.follows(number, own, version);
      told = version;
      toldAs = number;
      toldBy = own;
    }
  }

  private synchronized boolean isBehind() {
    return told < shards.mapVersion();
  }

  private synchronized void listen(boolean wanted) {
    if (wanted && listening == null) {
      AtomicBoolean on = new AtomicBoolean(true);
      listening = on;
      Thread thread =
          new Thread(
              () -> announcements.listenToDirectory(Moves.CHANNEL, said -> heard(), on::get),
              "omgservers-slot-map");
      thread.setDaemon(true);
      thread.setContextClassLoader(MapFollowing.class.getClassLoader());
      thread.start();
    } else if (!wanted && listening != null) {
      listening.set(false);
      listening = null;
    }
  }

  /** Follows until it is said, or a transaction takes so long that whoever moves has given up. */
  private void heard() {
    try {
      follow();
      for (int i = 0; i < POLLS_MAX && isBehind(); i++) {
        Thread.sleep(POLL_MILLIS);
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the map of slots is looked at later", e);
    }
  }

  @PreDestroy
  void close() {
    listen(false);
  }
}
