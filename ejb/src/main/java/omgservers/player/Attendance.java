package omgservers.player;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import omgservers.shared.platform.Settings;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.Shards;
import omgservers.shared.work.Background;
import omgservers.shared.work.EachShard;

/**
 * Notes which clients are connected here on the shards that another instance works on: it would
 * take them for silent, as it has not their sockets.
 */
@ApplicationScoped
public class Attendance {
  /** So many clients are noted with one statement. */
  static final int BATCH_MAX = 1_000;

  private static final int BEATS_PER_SILENCE = 3;

  private final Presence presence;
  private final ClientStep step;
  private final Shards shards;
  private final Holdings holdings;
  private final Settings settings;
  private final Background background;
  private final AtomicBoolean beats = new AtomicBoolean();

  /** Attendance of those who are present. */
  @Inject
  public Attendance(
      Presence presence,
      ClientStep step,
      Shards shards,
      Holdings holdings,
      Settings settings,
      Background background) {
    this.presence = presence;
    this.step = step;
    this.shards = shards;
    this.holdings = holdings;
    this.settings = settings;
    this.background = background;
  }

  protected Attendance() {
    this(null, null, null, null, null, null);
  }

  /** Somebody has connected; nothing is done while nobody is. */
  public void begin() {
    if (beats.compareAndSet(false, true)) {
      Duration pause = settings.clientSilence().dividedBy(BEATS_PER_SILENCE);
      CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, background)
          .execute(this::beat);
    }
  }

  private void beat() {
    try {
      note(presence.clients());
    } finally {
      beats.set(false);
      // Looked at only now: whoever has come since found it beating.
      if (!presence.clients().isEmpty()) {
        begin();
      }
    }
  }

  void note(List<Long> clients) {
    // Nobody is taken for silent while a shard is away, either; the next beat comes soon.
    EachShard.of(
        shards.count(),
        "noting who is connected",
        shard -> {
          if (!holdings.isHeld(shard)) {
            note(shard, clients);
          }
        });
  }

  private void note(int shard, List<Long> clients) {
    List<Long> there = clients.stream().filter(id -> shards.shardOf(id) == shard).toList();
    for (int from = 0; from < there.size(); from += BATCH_MAX) {
      step.attend(shard, there.subList(from, Math.min(there.size(), from + BATCH_MAX)));
    }
  }
}
