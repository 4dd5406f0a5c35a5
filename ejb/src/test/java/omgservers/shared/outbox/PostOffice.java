package omgservers.shared.outbox;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import omgservers.shared.mailbox.Neighbours;
import omgservers.shared.platform.HandClock;
import omgservers.shared.platform.Json;
import omgservers.shared.platform.Time;
import omgservers.shared.sharding.Holdings;
import omgservers.shared.sharding.TestShards;

/** An instance that delivers letters on real shards, with a clock of its own. */
final class PostOffice {
  /** The shard on which the letters lie. */
  static final int SHARD = 0;

  private final TestShards shards = TestShards.get();
  private final HandClock clock = new HandClock();
  private final Holdings holdings;
  private final List<Mail> arrived = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private boolean alone;
  private final Delivery delivery;
  private final Strays strays;

  private PostOffice(Holdings holdings) {
    this.holdings = holdings;
    Neighbours neighbours = new Street();
    Rounds rounds = new HandRounds(neighbours);
    delivery = new Delivery(shards, rounds);
    strays = new Strays(delivery, rounds, holdings, neighbours);
  }

  /** The instance that works on the shards. */
  static PostOffice holding() {
    return new PostOffice(TestShards.get().holdings());
  }

  /** Another instance beside it. */
  static PostOffice beside() {
    return new PostOffice(new Holdings());
  }

  /** There is no other instance. */
  void beAlone() {
    alone = true;
  }

  private final class Street extends Neighbours {
    @Override
    public boolean arePresent() {
      return !alone;
    }

    @Override
    public void tell(String kind, int shard) {
      told.add(kind + " " + shard);
    }
  }

  /** Its methods are transactions, as the server would make them. */
  private final class HandRounds extends Rounds {
    HandRounds(Neighbours neighbours) {
      super(
          new Letters(shards, holdings),
          new Heard<>(arrived::add),
          new Heard<>(coming -> {}),
          shards,
          new Time(clock),
          neighbours);
    }

    @Override
    List<Letters.Letter> due(int shard, int max) {
      return shards.inTransaction(() -> super.due(shard, max));
    }

    @Override
    Optional<Instant> next(int shard) {
      return shards.inTransaction(() -> super.next(shard));
    }

    @Override
    void receive(int target, List<Delivery.Arrival> batch) {
      shards.transaction(() -> super.receive(target, batch));
    }

    @Override
    void delivered(int shard, List<Long> seqs) {
      shards.transaction(() -> super.delivered(shard, seqs));
    }

    @Override
    void leave(int shard, List<Long> seqs) {
      shards.transaction(() -> super.leave(shard, seqs));
    }

    @Override
    List<Letters.Letter> unread(int shard, int max) {
      return shards.inTransaction(() -> super.unread(shard, max));
    }

    @Override
    void retry(int shard) {
      shards.transaction(() -> super.retry(shard));
    }

    @Override
    boolean forget(int shard, Instant last) {
      return false;
    }
  }

  /** Somebody who hears all events of the type. */
  private record Heard<T>(Consumer<T> hearer) implements Event<T> {
    @Override
    public void fire(T event) {
      hearer.accept(event);
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Event<T> select(Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <U extends T> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
      throw new UnsupportedOperationException();
    }
  }

  /** A letter is put into the outbox. */
  void write(Mail mail) {
    write(mail.receiver(), Kinds.of(mail), Json.write(mail));
  }

  /** The same as another build would. */
  void write(long receiver, String kind, String body) {
    Letters letters = new Letters(shards, holdings);
    shards.transaction(() -> letters.add(SHARD, receiver, kind, body, clock.instant()));
  }

  /** An instance of an earlier build works on the shard, and leaves all that is there. */
  void leaveAll(String why) {
    Letters letters = new Letters(shards, shards.holdings());
    shards.transaction(
        () ->
            letters.failed(
                SHARD,
                letters.due(SHARD, clock.instant(), 1_000).stream()
                    .map(Letters.Letter::seq)
                    .toList(),
                why,
                clock.instant()));
  }

  void pass(Duration time) {
    clock.advance(time);
  }

  /** Delivers what is due. */
  void deliver() {
    delivery.run(SHARD);
  }

  /** Works on the shard after another instance did. */
  void gain() {
    delivery.gained(SHARD);
  }

  /** Delivers what was left. */
  void deliverStrays() {
    strays.run(SHARD);
  }

  /** What was received for it, in order, and is forgotten here. */
  List<Mail> arrived() {
    List<Mail> all = List.copyOf(arrived);
    arrived.clear();
    return all;
  }

  /** What other instances were told. */
  List<String> told() {
    return told;
  }
}
