package omgservers.shared.sharding;

import java.time.Instant;

/**
 * How an id carries its slot: 41 bits of milliseconds since 2025, 10 bits of slot, 6 bits of
 * instance, 6 bits of sequence. Ids of one slot made by one instance grow.
 */
public final class Slots {
  /** How many slots all rows are spread over. */
  public static final int COUNT = 1024;

  /** Above these bits of an id lie those of the instance that made it. */
  public static final int SEQUENCE_BITS = 6;

  static final int INSTANCE_BITS = 6;
  static final int SLOT_BITS = 10;

  static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private Slots() {}

  /** When the id was made, to the millisecond while its slot made fewer than 64 in each. */
  public static Instant madeAt(long id) {
    return Instant.ofEpochMilli(EPOCH + (id >>> (SLOT_BITS + INSTANCE_BITS + SEQUENCE_BITS)));
  }

  /** The lowest id that can be made at the moment, in any slot and by any instance. */
  public static long from(Instant moment) {
    return (moment.toEpochMilli() - EPOCH) << (SLOT_BITS + INSTANCE_BITS + SEQUENCE_BITS);
  }

  /** The slot that the id carries. */
  public static int of(long id) {
    return (int) (id >>> (SEQUENCE_BITS + INSTANCE_BITS)) & (COUNT - 1);
  }
}
