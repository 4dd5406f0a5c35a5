package omgservers.shared.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import omgservers.shared.outbox.Letters.Letter;
import omgservers.shared.sharding.Outages;
import omgservers.shared.sharding.Shards;
import omgservers.shared.tracing.Span;
import omgservers.shared.work.Rows;
import omgservers.shared.work.ShardWork;

/**
 * Carries the letters of a shard's outbox to their receivers: a batch per target shard in one
 * transaction, and one by one when the batch fails, so that a letter that cannot be received stops
 * only its own receiver. One that this build cannot read is left to an instance that can, see
 * {@link Strays}.
 */
@ApplicationScoped
public class Delivery implements ShardWork {
  /** The name by which delivery is woken. */
  public static final String KIND = "outbox";

  private static final int BATCH_MAX = 500;

  /** So long letters wait whose receiver is being switched to another shard. */
  private static final Duration SWITCH = Duration.ofMillis(250);

  private final Shards shards;
  private final Rounds rounds;
  private final Map<Integer, Instant> pruned = new ConcurrentHashMap<>();
  private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
  private final Strangers strangers = new Strangers();

  /** Delivery between these shards. */
  @Inject
  public Delivery(Shards shards, Rounds rounds) {
    this.shards = shards;
    this.rounds = rounds;
  }

  protected Delivery() {
    this(null, null);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** What a letter is, and what it says. */
  record Arrival(Letter letter, Mail mail) {}

  @Override
  public void gained(int shard) {
    begun.remove(shard);
  }

  @Override
  public Optional<Instant> run(int shard) {
    if (begun.add(shard)) {
      retry(shard);
    }
    List<Letter> batch;
    do {
      batch = rounds.due(shard, BATCH_MAX);
      deliver(shard, batch);
    } while (batch.size() == BATCH_MAX);
    if (rounds.forget(shard, pruned.getOrDefault(shard, Instant.EPOCH))) {
      pruned.put(shard, rounds.now());
    }
    return rounds.next(shard);
  }

  /** What another instance, maybe of another build, could not deliver need not wait any longer. */
  private void retry(int shard) {
    try {
      rounds.retry(shard);
    } catch (RuntimeException e) {
      begun.remove(shard);
      throw e;
    }
  }

  /** Delivers what the instance that works on the shard left, and this build can read. */
  void deliverStrays(int shard) {
    List<Arrival> readable = new ArrayList<>();
    for (Letter letter : rounds.unread(shard, BATCH_MAX)) {
      Kinds.read(letter.kind(), letter.body())
          .ifPresent(mail -> readable.add(new Arrival(letter, mail)));
    }
    deliverRead(shard, readable);
  }

  private void deliver(int shard, List<Letter> batch) {
    List<Arrival> readable = new ArrayList<>();
    List<Long> strange = new ArrayList<>();
    Set<Long> blocked = new HashSet<>();
    for (Letter letter : batch) {
      if (blocked.contains(letter.receiver())) {
        continue;
      }
      Optional<Mail> mail = Kinds.read(letter.kind(), letter.body());
      if (mail.isPresent()) {
        readable.add(new Arrival(letter, mail.get()));
      } else {
        strangers.meet(letter);
        blocked.add(letter.receiver());
        strange.add(letter.seq());
      }
    }
    // Before that another instance must not see it, which would overtake what comes first.
    deliverRead(shard, readable);
    if (!strange.isEmpty()) {
      rounds.leave(shard, strange);
    }
  }

  private void deliverRead(int shard, List<Arrival> batch) {
    Map<Integer, List<Arrival>> targets = new TreeMap<>();
    List<Long> waiting = new ArrayList<>();
    for (Arrival arrival : batch) {
      long receiver = arrival.letter.receiver();
      int target = shards.shardOf(receiver);
      if (shards.isOn(target, receiver)) {
        targets.computeIfAbsent(target, it -> new ArrayList<>()).add(arrival);
      } else {
        waiting.add(arrival.letter.seq());
      }
    }
    if (!waiting.isEmpty()) {
      rounds.postpone(shard, waiting, SWITCH);
    }
    List<Long> delivered = new ArrayList<>();
    targets.forEach((target, letters) -> delivered.addAll(deliverTo(shard, target, letters)));
    rounds.delivered(shard, delivered);
  }

  private List<Long> deliverTo(int shard, int target, List<Arrival> letters) {
    List<Long> seqs = letters.stream().map(each -> each.letter.seq()).toList();
    try (Span span = Span.step("letters")) {
      span.set("omgservers.shard", target);
      rounds.receive(target, letters);
      return seqs;
    } catch (RuntimeException e) {
      if (Outages.caused(e)) {
        rounds.postpone(shard, seqs, Outages.PAUSE);
        return List.of();
      }
      return deliverSingly(shard, target, letters);
    }
  }

  private List<Long> deliverSingly(int shard, int target, List<Arrival> letters) {
    List<Long> delivered = new ArrayList<>();
    Set<Long> blocked = new HashSet<>();
    for (Arrival arrival : letters) {
      Letter letter = arrival.letter;
      if (!blocked.contains(letter.receiver())) {
        try {
          rounds.receive(target, List.of(arrival));
          delivered.add(letter.seq());
        } catch (RuntimeException e) {
          blocked.add(letter.receiver());
          System.getLogger(Delivery.class.getName())
              .log(System.Logger.Level.WARNING, letter.kind() + " waits", e);
          rounds.failed(shard, letter.seq(), Rows.reason(e));
        }
      }
    }
    return delivered;
  }
}
