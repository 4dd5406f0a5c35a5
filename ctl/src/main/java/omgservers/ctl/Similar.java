package omgservers.ctl;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
final class Similar {
  private static final int DISTANCE_MAX = 3;

  private Similar() {}

  /** The candidate that is nearest to the word, when one is near enough. */
  static Optional<String> to(String word, Collection<String> candidates) {
    int allowed = Math.min(DISTANCE_MAX, (word.length() + 1) / 2);
    return candidates.stream()
        .filter(each -> distance(word, each) <= allowed)
        .min(Comparator.comparingInt(each -> distance(word, each)));
  }

  /** How many letters must be changed, added or taken away, whatever their case. */
  static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = row;
    }
    return previous[b.length()];
  }
}
