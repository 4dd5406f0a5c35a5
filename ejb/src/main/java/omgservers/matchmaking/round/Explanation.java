package omgservers.matchmaking.round;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Why a ticket still waits.
 *
 * @param position its place among those who wait, by age; 1 is the oldest
 * @param waiting how many tickets wait
 * @param accepted how many of the others all rules let it accept now, and their players
 * @param acceptedPlayers how many players these are for
 * @param rules what each rule says
 * @param heldUntil until when it waits for a full match; null if it does not
 * @param endsAt when it ends if nobody is found; null for never
 */
public record Explanation(
    int position,
    int waiting,
    int accepted,
    int acceptedPlayers,
    List<RuleFact> rules,
    Instant heldUntil,
    Instant endsAt) {

  /**
   * What a rule says of the others.
   *
   * @param rule what it compares
   * @param limit its limit for the ticket now; null if it has none any more
   * @param rejected how many of the others it rejects
   * @param widensAt when the limit changes; null for never
   * @param widensTo to what it changes; null if it never changes or has no limit then
   */
  public record RuleFact(
      String rule, Double limit, int rejected, Instant widensAt, Double widensTo) {}

  /** Explains a ticket that is among those who wait. */
  public static Explanation of(ModeRules rules, List<Wish> waiting, long ticket, Instant now) {
    List<Wish> oldestFirst =
        waiting.stream()
            .sorted(Comparator.comparing(Wish::since).thenComparing(Wish::ticket))
            .toList();
    int place = 0;
    while (oldestFirst.get(place).ticket() != ticket) {
      place++;
    }
    Wish wish = oldestFirst.get(place);
    List<Wish> others = oldestFirst.stream().filter(each -> each.ticket() != ticket).toList();
    long age = now.toEpochMilli() - wish.since().toEpochMilli();
    List<RuleFact> facts = new ArrayList<>();
    for (Rule rule : rules.rules()) {
      long rejected = others.stream().filter(it -> !accepts(rule, wish, age, it, now)).count();
      facts.add(fact(rule, wish.since(), age, (int) rejected));
    }
    List<Wish> accepted =
        others.stream()
            .filter(
                it -> rules.rules().stream().allMatch(rule -> accepts(rule, wish, age, it, now)))
            .toList();
    return new Explanation(
        place + 1,
        waiting.size(),
        accepted.size(),
        accepted.stream().mapToInt(Wish::size).sum(),
        facts,
        age < rules.hold() ? wish.since().plusMillis(rules.hold()) : null,
        rules.timeout() > 0 ? wish.since().plusMillis(rules.timeout()) : null);
  }

  private static RuleFact fact(Rule rule, Instant since, long age, int rejected) {
    OptionalLong change = rule.limit().changesAfter(age);
    return new RuleFact(
        name(rule),
        finite(rule.limit().at(age)),
        rejected,
        change.isPresent() ? since.plusMillis(change.getAsLong()) : null,
        change.isPresent() ? finite(rule.limit().at(change.getAsLong())) : null);
  }

  private static Double finite(double limit) {
    return limit == Double.POSITIVE_INFINITY ? null : limit;
  }

  private static String name(Rule rule) {
    if (rule instanceof Rule.Distance distance) {
      return "DISTANCE " + distance.attribute();
    }
    if (rule instanceof Rule.Equal equal) {
      return "EQUAL " + equal.attribute();
    }
    return rule instanceof Rule.Latency ? "LATENCY" : "REMATCH";
  }

  /** Whether the rule lets the ticket of this age accept the other one. */
  static boolean accepts(Rule rule, Wish wish, long age, Wish other, Instant now) {
    double limit = rule.limit().at(age);
    if (rule instanceof Rule.Rematch) {
      Instant since = now.minusMillis((long) limit);
      return !wish.hasMet(other.players(), since) && !other.hasMet(wish.players(), since);
    }
    ModeRules alone = new ModeRules(1, 1, List.of(), 0, 0, List.of(rule));
    Terrain terrain = new Terrain(alone);
    double[] point = new double[terrain.dims()];
    terrain.locate(other.attributes(), point, 0);
    return terrain.regions(wish.attributes(), age).stream()
        .anyMatch(region -> terrain.tickets(wish.attributes(), age, region).contains(point));
  }
}
