package omgservers.shared.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Lanes;

/** Where use cases put what other aggregates are to know; see {@link Mail}. */
@ApplicationScoped
public class Outbox {
  private final Shards shards;
  private final Letters letters;
  private final Lanes lanes;
  private final Time time;

  /** The outbox of the shard that the present transaction works on. */
  @Inject
  public Outbox(Shards shards, Letters letters, Lanes lanes, Time time) {
    this.shards = shards;
    this.letters = letters;
    this.lanes = lanes;
    this.time = time;
  }

  protected Outbox() {
    this(null, null, null, null);
  }

  /** Sends with the commit of the present transaction, which already works on a shard. */
  public void send(Mail mail) {
    int shard = shards.current();
    if (shard < 0) {
      throw new IllegalStateException("mail outside of a shard's transaction");
    }
    letters.add(shard, mail.receiver(), Kinds.of(mail), Json.write(mail), time.now());
    lanes.wakeAfterCommit(Delivery.KIND, shard);
  }

  /** Sends all of these, in this order, as one statement. */
  public void send(List<? extends Mail> mails) {
    int shard = shards.current();
    if (shard < 0) {
      throw new IllegalStateException("mail outside of a shard's transaction");
    }
    if (!mails.isEmpty()) {
      List<Letters.Draft> drafts =
          mails.stream()
              .map(mail -> new Letters.Draft(mail.receiver(), Kinds.of(mail), Json.write(mail)))
              .toList();
      letters.add(shard, drafts, time.now());
      lanes.wakeAfterCommit(Delivery.KIND, shard);
    }
  }
}
