package omgservers.shared.moves;

/** A slot that is to go from a shard to another, as a part of a move. */
public record Part(long move, int slot, int source, int target) {
  /** How far it is; a part that has not switched can go back to the first state. */
  public enum State {
    /** Nothing was done. */
    PLANNED,
    /** Its rows are being copied, and changes noted. */
    COPYING,
    /** Its copy was compared, and follows the changes. */
    COPIED,
    /** It is closed: who wants its rows waits, until it has switched. */
    CLOSED,
    /** It is on the other shard, where its copy is put in place. */
    SWITCHED,
    /** It is open on the other shard. */
    DONE,
    /** It stays where it was. */
    CANCELLED
  }
}
