package omgservers.shared.sharding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntPredicate;
import omgservers.shared.platform.Time;

/**
 * Makes ids that are unique without asking anyone: each instance has its own number, and each slot
 * its own counter, which runs ahead of the clock when a slot makes more than 64 in a millisecond.
 */
@ApplicationScoped
public class Ids {
  /** How many instances can make ids at once. */
  public static final int INSTANCES = 1 << Slots.INSTANCE_BITS;

  private final Time time;
  private final IntPredicate takesMore;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLongArray last = new AtomicLongArray(Slots.COUNT);
  private volatile int instance = -1;

  /** Ids that count by this time, for rows on these shards. */
  @Inject
  public Ids(Time time, Shards shards) {
    this(time, shards::takesMore);
  }

  Ids(Time time, IntPredicate takesMore) {
    this.time = time;
    this.takesMore = takesMore;
  }

  protected Ids() {
    this(null, (IntPredicate) null);
  }

  /** Says which number this instance holds; no id is made before. */
  public void use(int instance) {
    if (instance < 0 || instance >= INSTANCES) {
      throw new IllegalArgumentException("instance number " + instance);
    }
    this.instance = instance;
  }

  /** The number that this instance holds, or -1 while it has none. */
  public int instance() {
    return instance;
  }

  /** A new id that lies in the slot of the given one. */
  public long beside(long id) {
    return in(Slots.of(id));
  }

  /**
   * A new id in a slot that nobody chose: the root of a new group of rows. Where another slot takes
   * more, it is none that does not.
   */
  public long anywhere() {
    int slot = random.nextInt(Slots.COUNT);
    for (int i = 0; i < Slots.COUNT && !takesMore.test(slot); i++) {
      slot = (slot + 1) % Slots.COUNT;
    }
    return in(slot);
  }

  /** A new id in the slot. */
  public long in(int slot) {
    if (instance < 0) {
      throw new IllegalStateException("no id before the instance has its number");
    }
    long now = (time.now().toEpochMilli() - Slots.EPOCH) << Slots.SEQUENCE_BITS;
    long tick = last.accumulateAndGet(slot, now, (before, at) -> Math.max(before + 1, at));
    long millis = tick >>> Slots.SEQUENCE_BITS;
    long sequence = tick & ((1 << Slots.SEQUENCE_BITS) - 1);
    return (millis << (Slots.SLOT_BITS + Slots.INSTANCE_BITS + Slots.SEQUENCE_BITS))
        | ((long) slot << (Slots.INSTANCE_BITS + Slots.SEQUENCE_BITS))
        | ((long) instance << Slots.SEQUENCE_BITS)
        | sequence;
  }
}
