package omgservers.shared.work;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.mailbox.Mailboxes;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Ids;

/** One look at a shard: what other instances may have written there since the last one. */
@ApplicationScoped
@Transactional
public class Looks {
  /** Transactions that take this long and clocks that differ by this much are allowed for. */
  public static final Duration MARGIN = Duration.ofSeconds(10);

  private final DueRows dueRows;
  private final Mailboxes mailboxes;
  private final Ids ids;
  private final Time time;
  private final Map<Integer, Instant> last = new ConcurrentHashMap<>();

  /** Looks at these rows and mailboxes. */
  @Inject
  public Looks(DueRows dueRows, Mailboxes mailboxes, Ids ids, Time time) {
    this.dueRows = dueRows;
    this.mailboxes = mailboxes;
    this.ids = ids;
    this.time = time;
  }

  protected Looks() {
    this(null, null, null, null);
  }

  /**
   * What a look found.
   *
   * @param due for each table with rows that wait for a moment, the first one
   * @param addressees whose mailboxes got something from another instance
   */
  public record News(Map<String, Instant> due, List<Long> addressees) {}

  /** Looks at the shard, for rows of these tables, if any. */
  public News of(int shard, List<String> tables) {
    Instant now = time.now();
    Instant since = last.getOrDefault(shard, now).minus(MARGIN);
    Map<String, Instant> due = tables.isEmpty() ? Map.of() : dueRows.next(tables, shard);
    News news = new News(due, mailboxes.addressees(shard, since, ids.instance()));
    last.put(shard, now);
    return news;
  }
}
