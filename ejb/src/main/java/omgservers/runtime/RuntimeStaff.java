package omgservers.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import omgservers.runtime.model.Assignment;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Ids;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Lanes;

/** What every step of a runtime needs: time, ids, a wake-up and announcements after the commit. */
@ApplicationScoped
class RuntimeStaff {
  private final Shards shards;
  private final Lanes lanes;
  private final Ids ids;
  private final Time time;

  private final Event<RuntimeEvents> events;

  @Inject
  RuntimeStaff(Shards shards, Lanes lanes, Ids ids, Time time, Event<RuntimeEvents> events) {
    this.shards = shards;
    this.lanes = lanes;
    this.ids = ids;
    this.time = time;
    this.events = events;
  }

  protected RuntimeStaff() {
    this(null, null, null, null, null);
  }

  Instant now() {
    return time.now();
  }

  void wake(long runtime) {
    lanes.wakeAfterCommit(RuntimeReconciliation.TABLE, shards.shardOf(runtime));
  }

  void wakeShard(int shard) {
    lanes.wakeAfterCommit(RuntimeReconciliation.TABLE, shard);
  }

  int shardOf(long runtime) {
    return shards.shardOf(runtime);
  }

  void announce(RuntimeEvents event) {
    shards.afterCommit(() -> events.fire(event));
  }

  Assignment assignment(RuntimeMail.AssignClient mail) {
    return new Assignment(
        ids.beside(mail.receiver()),
        mail.client(),
        mail.receiver(),
        mail.user(),
        mail.groupName(),
        now());
  }
}
