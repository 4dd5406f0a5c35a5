package omgservers.shared.sharding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a transaction has in hand: rows that it will add with one statement for each table, and what
 * it read or locked ahead of those who will ask for it. A statement for each row is most of what a
 * burst costs. It ends with its transaction.
 */
public final class Gathered {
  private final Map<String, Pending<?>> pending = new LinkedHashMap<>();
  private final Map<Object, Optional<?>> known = new HashMap<>();
  private final Set<Object> locked = new HashSet<>();
  private final Set<Object> done = new HashSet<>();
  private int depth;

  /** Rows of one kind, in the order in which they came. */
  private record Pending<T>(List<T> rows, Consumer<List<T>> write) {
    @SuppressWarnings("unchecked")
    private void add(Object row) {
      rows.add((T) row);
    }

    private void flush() {
      write.accept(List.copyOf(rows));
    }
  }

  Gathered() {}

  /** Does the work; the rows that it adds are written when it is done, those of a kind together. */
  public void together(Runnable work) {
    depth++;
    try {
      work.run();
    } catch (RuntimeException e) {
      // The transaction rolls back.
      pending.clear();
      throw e;
    } finally {
      depth--;
    }
    if (depth == 0) {
      flush();
    }
  }

  /** Adds a row: at once, or with the others of its kind when the work is done. */
  public <T> void add(String kind, T row, Consumer<List<T>> write) {
    addAll(kind, List.of(row), write);
  }

  /** Adds rows in this order: at once, or with the others of their kind when the work is done. */
  public <T> void addAll(String kind, List<T> rows, Consumer<List<T>> write) {
    if (depth == 0) {
      write.accept(rows);
    } else {
      Pending<?> kept =
          pending.computeIfAbsent(kind, key -> new Pending<>(new ArrayList<>(), write));
      rows.forEach(kept::add);
    }
  }

  /** Writes what is kept, for a statement that has to see it. */
  public void flush() {
    List<Pending<?>> rows = List.copyOf(pending.values());
    pending.clear();
    rows.forEach(Pending::flush);
  }

  /** What was read ahead under the key; null if nothing was, empty if there is nothing. */
  public Optional<?> known(Object key) {
    return known.get(key);
  }

  /** This is under the key, as the transaction read or made it; null for nothing. */
  public void know(Object key, Object value) {
    known.put(key, Optional.ofNullable(value));
  }

  /** What was read ahead may no longer be so. */
  public void forget() {
    known.clear();
  }

  /** Whether this is asked in the transaction for the first time, of what is done only once. */
  public boolean first(Object key) {
    return done.add(key);
  }

  boolean isLocked(Class<?> type, long id) {
    return locked.contains(List.of(type, id));
  }

  void locked(Class<?> type, long id) {
    locked.add(List.of(type, id));
  }
}
