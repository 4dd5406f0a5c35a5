package omgservers.runtime.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * How measured values are spread: their number, mean and peak exactly, percentiles within a tenth.
 * It takes the same little room whatever is counted.
 */
public final class Spread {
  private static final double STEP = 1.1;

  private final TreeMap<Integer, Long> counts = new TreeMap<>();
  private long count;
  private long sum;
  private long peak;

  /** Counts a value that is not negative. */
  public void add(long value) {
    counts.merge(step(value), 1L, Long::sum);
    count++;
    sum += value;
    peak = Math.max(peak, value);
  }

  /** Counts all that the other one counted. */
  public void add(Spread other) {
    other.counts.forEach((step, number) -> counts.merge(step, number, Long::sum));
    count += other.count;
    sum += other.sum;
    peak = Math.max(peak, other.peak);
  }

  private static int step(long value) {
    return value <= 0 ? 0 : 1 + (int) Math.ceil(Math.log((double) value) / Math.log(STEP) - 1e-9);
  }

  private static long highest(int step) {
    return step == 0 ? 0 : (long) Math.floor(Math.pow(STEP, step - 1) + 1e-6);
  }

  /** How many values were counted. */
  public long count() {
    return count;
  }

  /** The mean; 0 when nothing was counted. */
  public long average() {
    return count == 0 ? 0 : Math.round((double) sum / (double) count);
  }

  /** The highest value. */
  public long peak() {
    return peak;
  }

  /** What so many percent of the values do not exceed, rounded up by less than a tenth. */
  public long percentile(int percent) {
    long wanted = (long) Math.ceil((double) count * percent / 100);
    long seen = 0;
    for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
      seen += entry.getValue();
      if (seen >= wanted) {
        return Math.min(peak, highest(entry.getKey()));
      }
    }
    return peak;
  }

  /** It as text, from which {@link #of} makes it again. */
  public String text() {
    StringBuilder text = new StringBuilder().append(sum).append(';').append(peak).append(';');
    counts.forEach((step, number) -> text.append(step).append(':').append(number).append(' '));
    return text.toString().strip();
  }

  /** The spread that was written as this text. */
  public static Spread of(String text) {
    Spread spread = new Spread();
    String[] parts = text.split(";", -1);
    spread.sum = Long.parseLong(parts[0]);
    spread.peak = Long.parseLong(parts[1]);
    for (String pair : parts[2].split(" ", -1)) {
      if (!pair.isEmpty()) {
        String[] entry = pair.split(":", -1);
        long number = Long.parseLong(entry[1]);
        spread.counts.put(Integer.valueOf(entry[0]), number);
        spread.count += number;
      }
    }
    return spread;
  }
}
