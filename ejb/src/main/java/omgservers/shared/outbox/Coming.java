package omgservers.shared.outbox;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * These letters arrive on the shard in the present transaction, each as an event of its own after
 * this one. Who receives many of a kind reads or locks here, with one statement, what each of them
 * will ask for; who does not is as right, and slower.
 */
public record Coming(int shard, List<Mail> letters) {
  /** The letters of the kind. */
  public <T extends Mail> List<T> of(Class<T> kind) {
    return letters.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Ids that letters of the kind name. */
  public <T extends Mail> List<Long> ids(Class<T> kind, ToLongFunction<T> id) {
    return of(kind).stream().mapToLong(id).sorted().distinct().boxed().toList();
  }
}
