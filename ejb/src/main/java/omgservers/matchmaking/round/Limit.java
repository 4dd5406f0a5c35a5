package omgservers.matchmaking.round;

import java.util.List;
import java.util.OptionalLong;

/**
 * How far a rule lets a ticket go, by how long it has waited.
 *
 * @param first what holds from the beginning
 * @param steps what holds later, in the order of time
 */
public record Limit(double first, List<Step> steps) {
  /** From this age on, in milliseconds, this value holds. */
  public record Step(long age, double value) {}

  /** A value that never changes. */
  public static Limit always(double value) {
    return new Limit(value, List.of());
  }

  /** What holds for a ticket of this age in milliseconds. */
  public double at(long age) {
    double value = first;
    for (Step step : steps) {
      if (step.age <= age) {
        value = step.value;
      }
    }
    return value;
  }

  /** At which age it changes next. */
  public OptionalLong changesAfter(long age) {
    return steps.stream().mapToLong(Step::age).filter(change -> change > age).findFirst();
  }
}
