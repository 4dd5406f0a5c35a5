package omgservers.matchmaking;

import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.function.Function;
import omgservers.matchmaking.round.Limit;
import omgservers.matchmaking.round.ModeRules;
import omgservers.matchmaking.round.Rule;
import omgservers.registry.ModeRule;
import omgservers.registry.VersionConfig;

/** Reads the rules of a mode from the configuration of its version. */
final class Rulebook {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60_000;

  private Rulebook() {}

  static ModeRules rules(VersionConfig.Mode mode) {
    return new ModeRules(
        mode.minPlayers(),
        mode.maxPlayers(),
        mode.groups().stream()
            .map(group -> new ModeRules.Side(group.name(), group.minPlayers(), group.maxPlayers()))
            .toList(),
        mode.holdSeconds() == null ? 0 : mode.holdSeconds() * SECOND,
        mode.ticketTimeoutSeconds() == null ? 0 : mode.ticketTimeoutSeconds() * SECOND,
        mode.allRules().stream().map(Rulebook::rule).toList());
  }

  private static Rule rule(ModeRule rule) {
    return switch (rule.kind()) {
      case DISTANCE -> new Rule.Distance(rule.attribute(), number(rule.otherwise()), far(rule));
      case EQUAL ->
          new Rule.Equal(rule.attribute(), text(rule.otherwise()), limit(0, rule, step -> null));
      case LATENCY -> new Rule.Latency(List.copyOf(rule.regions()), far(rule));
      case REMATCH ->
          new Rule.Rematch(
              limit(
                  (double) rule.minutes() * MINUTE,
                  rule,
                  step -> step.minutes() == null ? 0.0 : (double) step.minutes() * MINUTE));
    };
  }

  private static Limit far(ModeRule rule) {
    return limit(rule.max(), rule, ModeRule.Step::max);
  }

  private static Limit limit(double first, ModeRule rule, Function<ModeRule.Step, Double> value) {
    return new Limit(
        first,
        rule.steps().stream()
            .map(
                step -> {
                  Double wider = value.apply(step);
                  return new Limit.Step(
                      step.afterSeconds() * SECOND,
                      wider == null ? Double.POSITIVE_INFINITY : wider);
                })
            .toList());
  }

  private static Double number(JsonValue value) {
    return value instanceof JsonNumber number ? number.doubleValue() : null;
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : null;
  }
}
