package omgservers.shared.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.shared.sharding.TestShards;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second instance hears what the first puts into mailboxes, also after a lost connection. */
class AnnouncementsTest {
  private static final int HERE = 1;
  private static final int ELSEWHERE = 2;
  private static final int TRIES_MAX = 600;

  private final TestShards shards = TestShards.get();
  private final Announcements announcements = new Announcements(shards);
  private final Set<Long> heard = ConcurrentHashMap.newKeySet();
  private final Set<String> due = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean wanted = new AtomicBoolean(true);
  private final Thread listener =
      new Thread(
          () ->
              announcements.listen(
                  0, HERE, new Announcements.Hearer(heard::add, due::add), wanted::get));

  @BeforeEach
  void listen() {
    listener.setDaemon(true);
    listener.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    wanted.set(false);
    listener.join();
  }

  private void announce(long owner, int instance) {
    shards.transaction(() -> announcements.announce(owner, instance));
  }

  /** It is not known when the other end listens: said until it is heard. */
  private long awaitHearing() throws InterruptedException {
    long owner = shards.idOn(0);
    for (int i = 0; i < TRIES_MAX && !heard.contains(owner); i++) {
      announce(owner, ELSEWHERE);
      Thread.sleep(50);
    }
    assertThat(heard).contains(owner);
    return owner;
  }

  @Test
  void hearsOthersAndNotItself() throws InterruptedException {
    awaitHearing();
    long own = shards.idOn(0);
    announce(own, HERE);
    awaitHearing();
    assertThat(heard).doesNotContain(own);
  }

  @Test
  void hearsOfWorkThatOthersMadeDue() throws InterruptedException {
    shards.transaction(() -> announcements.announceDue("own", 0, HERE));
    for (int i = 0; i < TRIES_MAX && due.isEmpty(); i++) {
      shards.transaction(() -> announcements.announceDue("matchmaker", 0, ELSEWHERE));
      Thread.sleep(50);
    }
    assertThat(due).containsExactly("matchmaker");
  }

  /** Ends the connection on which is listened, as a database that restarts does; how many. */
  private int cut() {
    Object ended =
        shards.inTransaction(
            () ->
                shards
                    .shard(0)
                    .createNativeQuery(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                            + " where pid <> pg_backend_pid() and query like 'listen %'")
                    .getSingleResult());
    return ((Number) ended).intValue();
  }

  @Test
  void connectsAgain() throws InterruptedException {
    int ended = 0;
    for (int i = 0; i < 10 && ended == 0; i++) {
      awaitHearing();
      ended = cut();
    }
    assertThat(ended).isPositive();
    awaitHearing();
  }
}
