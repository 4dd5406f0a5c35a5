package omgservers.shared.sharding;

/**
 * How an id carries its slot: 41 bits of milliseconds since 2025, 10 bits of slot, 6 bits of
 * instance, 6 bits of sequence. Ids of one slot made by one instance grow.
 */
public final class Slots {
  /** How many slots all rows are spread over. */
  public static final int COUNT = 1024;

  static final int SEQUENCE_BITS = 6;
  static final int INSTANCE_BITS = 6;
  static final int SLOT_BITS = 10;

  private Slots() {}

  /** The slot that the id carries. */
  public static int of(long id) {
    return (int) (id >>> (SEQUENCE_BITS + INSTANCE_BITS)) & (COUNT - 1);
  }
}
