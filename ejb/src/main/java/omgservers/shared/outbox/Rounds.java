package omgservers.shared.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import omgservers.shared.mailbox.Neighbours;
import omgservers.shared.outbox.Letters.Letter;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Shards;

/** The transactions of a delivery, each on the sender's or on the receivers' shard. */
@ApplicationScoped
@Transactional
class Rounds {
  private final Letters letters;
  private final Event<Mail> arrivals;
  private final Event<Coming> comings;
  private final Shards shards;
  private final Time time;
  private final Neighbours neighbours;

  /** How often a shard's memory of received letters is pruned. */
  static final Duration PRUNING = Duration.ofMinutes(10);

  @Inject
  Rounds(
      Letters letters,
      Event<Mail> arrivals,
      Event<Coming> comings,
      Shards shards,
      Time time,
      Neighbours neighbours) {
    this.letters = letters;
    this.arrivals = arrivals;
    this.comings = comings;
    this.shards = shards;
    this.time = time;
    this.neighbours = neighbours;
  }

  protected Rounds() {
    this(null, null, null, null, null, null);
  }

  List<Letter> due(int shard, int max) {
    return letters.due(shard, time.now(), max);
  }

  Optional<Instant> next(int shard) {
    return letters.next(shard);
  }

  /**
   * Lets the receivers act on the letters; those that arrived before are passed over. What all of
   * them write is written together.
   */
  void receive(int target, List<Delivery.Arrival> batch) {
    List<Letter> all = batch.stream().map(Delivery.Arrival::letter).toList();
    Set<String> fresh = letters.receive(target, all, time.now());
    List<Mail> mails =
        batch.stream()
            .filter(each -> fresh.contains(each.letter().id()))
            .map(Delivery.Arrival::mail)
            .toList();
    shards
        .gathered()
        .together(
            () -> {
              if (mails.size() > 1) {
                comings.fire(new Coming(target, mails));
              }
              mails.forEach(arrivals::fire);
            });
  }

  void delivered(int shard, List<Long> seqs) {
    if (!seqs.isEmpty()) {
      letters.delivered(shard, seqs);
    }
  }

  void failed(int shard, long seq, String reason) {
    letters.failed(shard, List.of(seq), reason, time.now());
  }

  /** These letters wait for an instance that can read them; others are told. */
  void leave(int shard, List<Long> seqs) {
    letters.failed(shard, seqs, Letters.UNREADABLE, time.now());
    if (neighbours.arePresent()) {
      neighbours.tell(Strays.KIND, shard);
    }
  }

  /** What is left on the shard by the instance that works on it. */
  List<Letter> unread(int shard, int max) {
    return letters.unread(shard, max);
  }

  void retry(int shard) {
    letters.retry(shard, time.now());
  }

  void postpone(int shard, List<Long> seqs, Duration pause) {
    letters.postpone(shard, seqs, time.now().plus(pause));
  }

  /** Forgets now and then what can no longer come again; true when it did. */
  boolean forget(int shard, Instant last) {
    Instant now = time.now();
    if (last.plus(PRUNING).isAfter(now)) {
      return false;
    }
    letters.forget(shard, now);
    return true;
  }

  Instant now() {
    return time.now();
  }
}
